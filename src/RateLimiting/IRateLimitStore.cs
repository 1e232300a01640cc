namespace Investigations.RateLimiting;

/// <summary>
/// Counts. A store decides atomically per key and policy, keeps no rule, and never throws for its own troubles but at a reset: it answers with
/// <see cref="RateLimitOutcome.Uncounted"/> or <see cref="RateLimitOutcome.Unavailable"/>. Implementations are safe for concurrent use.
/// Applications ask <see cref="IRateLimits"/>, by the policy's name.
/// </summary>
public interface IRateLimitStore
{
    /// <summary>Checks without waiting. False: nothing was counted, call <see cref="CheckAsync"/>.</summary>
    /// <param name="key">Whose request it is.</param>
    /// <param name="rule">What it is checked against.</param>
    /// <param name="cost">Permits that the request takes, 1 to the rule's limit.</param>
    /// <param name="decision">The answer, when true is returned.</param>
    bool TryCheck(in RateLimitKey key, RateLimitRule rule, int cost, out RateLimitDecision decision);

    /// <summary>Takes the cost if it fits, else rejects and, once an episode, counts a violation.</summary>
    /// <param name="key">Whose request it is.</param>
    /// <param name="rule">What it is checked against.</param>
    /// <param name="cost">Permits that the request takes, 1 to the rule's limit.</param>
    /// <param name="cancellationToken">Gives up the check; it may have been counted.</param>
    ValueTask<RateLimitDecision> CheckAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken);

    /// <summary>
    /// The key's standing; consumes nothing. Blocked if a request of cost 1 would be rejected within an episode; else allowed, with a
    /// <see cref="RateLimitDecision.RetryAfter"/> where nothing is left.
    /// </summary>
    ValueTask<RateLimitDecision> PeekAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken);

    /// <summary>Takes a cost that became known afterwards, down to nothing left, or gives a negative one back. Never a violation.</summary>
    ValueTask<RateLimitDecision> ChargeAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken);

    /// <summary>Forgets the key's counts, violations and block under the rule's policy. Throws where it can't: a block that stands must not look lifted.</summary>
    ValueTask ResetAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken);
}
