namespace Investigations.RateLimiting;

/// <summary>
/// What support and administration need of the limits: where a caller stands, and a clean slate. Registered by <c>AddBackoffRateLimiting</c>.
/// </summary>
public interface IRateLimits
{
    /// <summary>The caller's standing under a policy as it is configured; consumes nothing. A limit by request (<c>PermitLimitBy</c>) is not asked.</summary>
    /// <param name="policy">The policy's name, in any case.</param>
    /// <param name="key">Whose standing it is, e.g. <c>RateLimitKey.ForUser("alice")</c>.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <exception cref="ArgumentException">There is no policy of the name; the message tells which there are.</exception>
    ValueTask<RateLimitDecision> PeekAsync(string policy, RateLimitKey key, CancellationToken cancellationToken = default);

    /// <summary>Forgets the caller's counts, violations and block under a policy.</summary>
    /// <param name="policy">The policy's name, in any case.</param>
    /// <param name="key">Who is forgiven.</param>
    /// <param name="cancellationToken">Gives up waiting for the store; it may have been done.</param>
    /// <exception cref="ArgumentException">There is no policy of the name; the message tells which there are.</exception>
    ValueTask ResetAsync(string policy, RateLimitKey key, CancellationToken cancellationToken = default);
}
