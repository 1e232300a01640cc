using System.Runtime.CompilerServices;

namespace Investigations.RateLimiting;

/// <summary>The limits of one process. Bounded: keys beyond the bound take the place of those in good standing, never of blocked ones.</summary>
public sealed class MemoryRateLimitStore : IRateLimitStore
{
    private readonly StoreClock _clock;
    private readonly KeyHasher _hasher = new();
    private readonly Shard[] _shards;
    private readonly OverflowBuckets _overflow = new();

    /// <summary>Makes a store without keys.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="maxTrackedKeys">How many keys it remembers, at least 1; each takes 64 to 136 bytes, taken as keys appear.</param>
    public MemoryRateLimitStore(TimeProvider time, int maxTrackedKeys)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTrackedKeys, 1);
        _clock = new StoreClock(time);
        var shards = maxTrackedKeys < 4096 ? 1 : 64;
        _shards = new Shard[shards];
        for (var i = 0; i < shards; i++)
        {
            _shards[i] = new Shard(maxTrackedKeys / shards + (i < maxTrackedKeys % shards ? 1 : 0));
        }
    }

    /// <summary>Keys that have a place; a key whose counts are over keeps its place until another needs it.</summary>
    public long TrackedKeys => _shards.Sum(static s => (long)s.Count);

    /// <summary>Keys in good standing that gave up their place before their counts were over.</summary>
    public long Evictions => _shards.Sum(static s => s.Evictions);

    /// <summary>Checks of unknown keys while blocked keys filled the store: they share one count per policy.</summary>
    public long Overflows => _overflow.Uses;

    /// <inheritdoc/>
    public bool TryCheck(in RateLimitKey key, RateLimitRule rule, int cost, out RateLimitDecision decision)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cost, rule.PermitLimit);
        var now = _clock.Coarse;
        decision = Decision(Run(key, rule, cost, ref now, charge: false), rule, now);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<RateLimitDecision> CheckAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        TryCheck(key, rule, cost, out var decision);
        return new(decision);
    }

    /// <inheritdoc/>
    public ValueTask<RateLimitDecision> ChargeAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var now = _clock.Now;
        return new(Decision(Run(key, rule, cost, ref now, charge: true), rule, now));
    }

    /// <inheritdoc/>
    public ValueTask<RateLimitDecision> PeekAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken) => new(Peek(key, rule));

    /// <inheritdoc/>
    public ValueTask ResetAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
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

    internal RateLimitDecision Peek(in RateLimitKey key, RateLimitRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var now = _clock.Now;
        return Decision(LimitLaw.Peek(Copy(key, rule), rule, now), rule, now);
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
