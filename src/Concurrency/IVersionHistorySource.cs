using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>Tells what <see cref="VersionEndpointRouteBuilderExtensions.MapVersions(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder, string, Action{VersionEndpointOptions}?)"/> serves.</summary>
/// <remarks>Resolved from the request's services, so that it may be scoped or a singleton.</remarks>
public interface IVersionHistorySource
{
    /// <summary>The resource's current version and who made it; <see langword="null"/> when there is no such resource.</summary>
    ValueTask<VersionInfo?> GetVersionInfoAsync(HttpContext context, CancellationToken cancellationToken);

    /// <summary>One page of the resource's versions, newest first; <see langword="null"/> when there is no such resource.</summary>
    ValueTask<VersionHistoryPage?> GetHistoryAsync(HttpContext context, VersionHistoryQuery query, CancellationToken cancellationToken);
}
