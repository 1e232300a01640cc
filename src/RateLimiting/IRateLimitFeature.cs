namespace Investigations.RateLimiting;

/// <summary>What was decided for a request, on its <c>HttpContext.Features</c>. Valid until the response is complete.</summary>
public interface IRateLimitFeature
{
    /// <summary>
    /// One result for each policy that was asked, in the order of asking; where one rejects, those after it were only looked at. Empty for a
    /// caller that is not limited.
    /// </summary>
    IReadOnlyList<RateLimitResult> Results { get; }

    /// <summary>The result with the smallest part of its limit left, a rejection before all; shadow policies aside. Null if there is none.</summary>
    RateLimitResult? Tightest { get; }

    /// <summary>
    /// Takes a cost that became known while the request was served from every policy that counted it. It leaves nothing below zero and is
    /// never a violation: the next request is the one that finds the limit used up.
    /// </summary>
    /// <param name="cost">Permits, at least 1, beyond the one that the request has cost already.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cost"/> is less than 1.</exception>
    ValueTask ChargeAsync(int cost, CancellationToken cancellationToken = default);
}
