using System.Runtime.InteropServices;

namespace Investigations.RateLimiting;

/// <summary>
/// One count per policy, shared by all keys for which there is no place left because blocked keys fill the store: those callers are limited
/// together, without backoff, rather than not at all.
/// </summary>
internal sealed class OverflowBuckets
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LimitState> _states = new(StringComparer.Ordinal);
    private long _uses;

    public long Uses => Volatile.Read(ref _uses);

    public Verdict Run(RateLimitRule rule, long now, int cost, bool charge)
    {
        var natural = rule.WithoutBackoff();
        lock (_gate)
        {
            _uses++;
            ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_states, rule.Policy, out _);
            return charge ? LimitLaw.Charge(ref state, natural, now, cost) : LimitLaw.Check(ref state, natural, now, cost, Random.Shared);
        }
    }
}
