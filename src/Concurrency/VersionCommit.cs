using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Investigations.Concurrency;

/// <summary>
/// How a write that compares and swaps ended, as a store returns it. A handler may return it as it is: it is answered 204 with the new tag,
/// the conflict, or 404. <see cref="VersionCommit{T}"/> also has a body.
/// </summary>
public sealed class VersionCommit : IResult, IEndpointMetadataProvider
{
    private VersionCommit(VersionOutcome outcome, EntityTag? tag)
    {
        Outcome = outcome;
        Tag = tag;
    }

    /// <summary>How the write ended.</summary>
    public VersionOutcome Outcome { get; }

    /// <summary>The version that the resource has now; <see langword="null"/> when there is no resource or the store can't tell.</summary>
    public EntityTag? Tag { get; }

    /// <summary>There is no such resource.</summary>
    public static VersionCommit NotFound { get; } = new(VersionOutcome.NotFound, null);

    /// <summary>The write was made.</summary>
    /// <param name="version">The new version, as the write itself returned it.</param>
    public static VersionCommit Committed(EntityTag version) => new(VersionOutcome.Committed, version);

    /// <summary>The write was made.</summary>
    /// <param name="version">The new version, as the write itself returned it.</param>
    /// <param name="value">The resource as it is now.</param>
    public static VersionCommit<T> Committed<T>(EntityTag version, T value) => new(VersionOutcome.Committed, version, value);

    /// <summary>There was nothing to change.</summary>
    /// <param name="version">The version, which stays.</param>
    public static VersionCommit Unchanged(EntityTag version) => new(VersionOutcome.Unchanged, version);

    /// <summary>There was nothing to change.</summary>
    /// <param name="version">The version, which stays.</param>
    /// <param name="value">The resource as it is.</param>
    public static VersionCommit<T> Unchanged<T>(EntityTag version, T value) => new(VersionOutcome.Unchanged, version, value);

    /// <summary>The resource was at another version than expected.</summary>
    /// <param name="current">
    /// The version that it has now, read after the write failed; <see langword="null"/> when it is not known, and then the endpoint's source is asked.
    /// </param>
    public static VersionCommit Conflict(EntityTag? current) => new(VersionOutcome.Conflict, current);

    /// <summary>The answer for a client. Handlers may return the commit itself as well.</summary>
    public IResult ToResult() => this;

    /// <summary>The answer for a client, from an MVC action.</summary>
    public ActionResult ToActionResult() => new VersionCommitActionResult(Outcome, Tag, null);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (CommitAnswer.TryBegin(httpContext, Outcome, Tag, out var answer))
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        }

        return answer;
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => ResponseMetadata.AddCommit(builder, null);
}
