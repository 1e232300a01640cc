using System.Runtime.CompilerServices;

namespace Investigations.RateLimiting;

/// <summary>The limits of one process. Bounded: keys beyond the bound take the place of those in good standing, never of blocked ones.</summary>
internal sealed class MemoryRateLimitStore : IRateLimitStore
{
    private readonly StoreClock _clock;
    private readonly KeyHasher _hasher = new();
    private readonly Shard[] _shards;
    private readonly OverflowBuckets _overflow = new();

    public MemoryRateLimitStore(TimeProvider time, int maxTrackedKeys)
    {
        _clock = new StoreClock(time);
        var shards = maxTrackedKeys < 4096 ? 1 : 64;
        _shards = new Shard[shards];
        for (var i = 0; i < shards; i++)
        {
            _shards[i] = new Shard(maxTrackedKeys / shards + (i < maxTrackedKeys % shards ? 1 : 0));
        }
    }

    public long TrackedKeys => _shards.Sum(static s => (long)s.Count);

    public long Evictions => _shards.Sum(static s => s.Evictions);

    public long Overflows => _overflow.Uses;

    public bool TryCheck(in RateLimitKey key, RateLimitRule rule, int cost, out RateLimitDecision decision)
    {
        var now = _clock.Coarse;
        decision = Decision(Run(key, rule, cost, ref now, charge: false), rule, now);
        return true;
    }

    public ValueTask<RateLimitDecision> CheckAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        TryCheck(key, rule, cost, out var decision);
        return new(decision);
    }

    public ValueTask<RateLimitDecision> ChargeAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        var now = _clock.Now;
        return new(Decision(Run(key, rule, cost, ref now, charge: true), rule, now));
    }

    public ValueTask<RateLimitDecision> PeekAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken)
    {
        var now = _clock.Now;
        return new(Decision(LimitLaw.Peek(Copy(key, rule), rule, now), rule, now));
    }

    public ValueTask ResetAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken)
    {
        var hash = _hasher.Hash(key, rule.PolicyHash);
        var shard = ShardOf(hash.Spread);
        shard.Gate.Enter();
        ref var slot = ref shard.Find(hash, hash.Spread);
        if (!Unsafe.IsNullRef(ref slot))
        {
            slot.State = default;
            slot.FreshAt = 0;
        }

        shard.Gate.Exit();
        return default;
    }

    private Verdict Run(in RateLimitKey key, RateLimitRule rule, int cost, ref long now, bool charge)
    {
        var hash = _hasher.Hash(key, rule.PolicyHash);
        var spread = hash.Spread;
        var shard = ShardOf(spread);
        shard.Gate.Enter();
        try
        {
            ref var slot = ref shard.Find(hash, spread);
            if (Unsafe.IsNullRef(ref slot))
            {
                now = _clock.Now;
                slot = ref shard.Add(hash, now);
            }
            else if (!LimitLaw.IsSettled(slot.State, rule, now - StoreClock.Tolerance, now + StoreClock.Tolerance, cost))
            {
                now = _clock.Now;
            }

            if (!Unsafe.IsNullRef(ref slot))
            {
                var verdict = charge
                    ? LimitLaw.Charge(ref slot.State, rule, now, cost)
                    : LimitLaw.Check(ref slot.State, rule, now, cost, Random.Shared);
                slot.FreshAt = verdict.FreshAt;
                return verdict;
            }
        }
        finally
        {
            shard.Gate.Exit();
        }

        return _overflow.Run(rule, now, cost, charge);
    }

    private LimitState Copy(in RateLimitKey key, RateLimitRule rule)
    {
        var hash = _hasher.Hash(key, rule.PolicyHash);
        var shard = ShardOf(hash.Spread);
        shard.Gate.Enter();
        ref var slot = ref shard.Find(hash, hash.Spread);
        var state = Unsafe.IsNullRef(ref slot) ? default : slot.State;
        shard.Gate.Exit();
        return state;
    }

    private Shard ShardOf(ulong spread) => _shards[(int)(spread >> 48) & (_shards.Length - 1)];

    private RateLimitDecision Decision(in Verdict verdict, RateLimitRule rule, long now) => new()
    {
        Outcome = verdict.Outcome,
        Limit = rule.PermitLimit,
        Remaining = verdict.Remaining,
        Violations = verdict.Level,
        ResetTicks = _clock.UtcTicks(verdict.ResetAt, now),
        ResetAfter = new TimeSpan(Math.Max(0, verdict.ResetAt - now)),
        RetryAfter = new TimeSpan(Math.Max(0, verdict.RetryAt - now)),
    };
}
