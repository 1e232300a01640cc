using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>What an endpoint's metadata asks for.</summary>
internal readonly struct EndpointRules
{
    private EndpointRules(EndpointMetadataCollection metadata)
    {
        IsProtected = metadata.GetMetadata<RequireIfMatchAttribute>() is not null;
        IsConditionalGet = metadata.GetMetadata<ConditionalGetMetadata>() is not null;
        Source = metadata.GetMetadata<VersionSourceMetadata>();
        TagsItself = metadata.GetMetadata<TagsItselfMetadata>() is not null;
    }

    public bool IsProtected { get; }

    public bool IsConditionalGet { get; }

    public VersionSourceMetadata? Source { get; }

    /// <summary>Whether every 200 of the handler has its tag already.</summary>
    public bool TagsItself { get; }

    public bool Any => IsProtected || IsConditionalGet;

    public static EndpointRules Of(HttpContext context) =>
        context.GetEndpoint() is { } endpoint ? new(endpoint.Metadata) : default;
}
