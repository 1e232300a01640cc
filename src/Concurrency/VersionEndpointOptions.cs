namespace Investigations.Concurrency;

/// <summary>What <see cref="VersionEndpointRouteBuilderExtensions.MapVersions(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder, string, Action{VersionEndpointOptions}?)"/> serves.</summary>
public sealed class VersionEndpointOptions
{
    /// <summary>The JSON member with the resource's id. Default <c>resource_id</c>.</summary>
    public string ResourceIdName { get; set; } = "resource_id";

    /// <summary>How many entries a history page has when the client says nothing, or 0. Default 100; at least 1.</summary>
    public int DefaultLimit { get; set; } = 100;

    /// <summary>How many entries a history page has at most; whoever asks for more gets this many. Default 1000; at least 1.</summary>
    public int MaxLimit { get; set; } = 1000;
}
