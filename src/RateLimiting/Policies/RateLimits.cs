namespace Investigations.RateLimiting;

/// <summary>Finds the rule of a policy's name, which the store is asked with.</summary>
internal sealed class RateLimits(PolicySource policies, IRateLimitStore store) : IRateLimits
{
    public ValueTask<RateLimitDecision> PeekAsync(string policy, RateLimitKey key, CancellationToken cancellationToken) =>
        store.PeekAsync(key, RuleOf(policy), cancellationToken);

    public ValueTask ResetAsync(string policy, RateLimitKey key, CancellationToken cancellationToken) =>
        store.ResetAsync(key, RuleOf(policy), cancellationToken);

    private RateLimitRule RuleOf(string policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var current = policies.Current;
        return current.TryGet(policy, out var found) ? found.Rule : throw new ArgumentException(PolicySet.Missing(policy, current), nameof(policy));
    }
}
