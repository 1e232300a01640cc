using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Investigations.Concurrency;

/// <summary>
/// How a write that compares and swaps ended, as a store returns it, with the resource as it is now. A handler may return it as it is:
/// it is answered 200 with the new tag and the resource as JSON, the conflict, or 404.
/// </summary>
/// <typeparam name="T">What the resource looks like to clients.</typeparam>
public sealed class VersionCommit<T> : IResult, IEndpointMetadataProvider
{
    internal VersionCommit(VersionOutcome outcome, EntityTag? tag, T? value)
    {
        Outcome = outcome;
        Tag = tag;
        Value = value;
    }

    /// <summary>How the write ended.</summary>
    public VersionOutcome Outcome { get; }

    /// <summary>The version that the resource has now; <see langword="null"/> when there is no resource or the store can't tell.</summary>
    public EntityTag? Tag { get; }

    /// <summary>The resource as it is now; <see langword="null"/> after a conflict or when there is none.</summary>
    public T? Value { get; }

    /// <summary>A commit without a value: a conflict, a resource that is not there, or a write that is answered 204.</summary>
    public static implicit operator VersionCommit<T>(VersionCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return new(commit.Outcome, commit.Tag, default);
    }

    /// <summary>The answer for a client. Handlers may return the commit itself as well.</summary>
    public IResult ToResult() => this;

    /// <summary>The answer for a client, from an MVC action.</summary>
    public ActionResult ToActionResult() => new VersionCommitActionResult(Outcome, Tag, Value);

    /// <summary>The same commit with another value, such as what clients are shown of the resource.</summary>
    public VersionCommit<TOther> Select<TOther>(Func<T, TOther> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new(Outcome, Tag, Value is { } value ? selector(value) : default);
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (!CommitAnswer.TryBegin(httpContext, Outcome, Tag, out var answer))
        {
            return answer;
        }

        if (Value is not null)
        {
            return TypedResults.Ok(Value).ExecuteAsync(httpContext);
        }

        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => ResponseMetadata.AddCommit(builder, typeof(T));
}
