using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>
/// Recognizes a write that its client repeats because the answer was lost, though it was made: RFC 9110 §13.1.1 lets that be answered as the
/// success that it was, instead of as a conflict. Register an implementation as a scoped or singleton service; without one, a repeat is a conflict.
/// </summary>
/// <example>
/// <code>
/// public async ValueTask&lt;IResult?&gt; FindAsync(HttpContext context, AppliedWrite write, CancellationToken cancellationToken) =>
///     write.Expected.TryGetValue(out var expected)
///     &amp;&amp; await history.FindAsync(id, from: expected, to: write.Current.Version, by: context.User.Identity!.Name, key: write.Key, cancellationToken)
///         ? VersionCommit.Unchanged(write.Current, await store.FindAsync(id, cancellationToken))
///         : null;
/// </code>
/// </example>
public interface IAppliedWriteSource
{
    /// <summary>
    /// Asked about a write whose expected version is not the current one, if it has an <c>Idempotency-Key</c> header: before its body is read, or after
    /// its handler has lost a race.
    /// </summary>
    /// <param name="context">The request, authenticated and authorized.</param>
    /// <param name="write">What it expects, and what the resource is at.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <returns>
    /// The answer, such as <see cref="VersionCommit.Unchanged{T}(EntityTag, T)"/> with the current version and the resource as it is, if the change
    /// from the expected version to the current one was made by the same caller with the same key; else <see langword="null"/>, and the request is
    /// answered as the conflict that it is. It must not write.
    /// </returns>
    ValueTask<IResult?> FindAsync(HttpContext context, AppliedWrite write, CancellationToken cancellationToken);
}
