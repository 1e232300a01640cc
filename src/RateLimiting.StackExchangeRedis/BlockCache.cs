using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>
/// Blocks that Redis told of lately, so that a caller who hammers costs it nothing. A fixed number of places; two callers of one place
/// take it from each other.
/// </summary>
internal sealed class BlockCache(TimeSpan duration, TimeProvider time)
{
    private const int Places = 8192;

    private readonly Entry?[] _entries = new Entry?[Places];
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private long _forgottenAt = long.MinValue;

    public bool TryGet(in RateLimitKey key, RateLimitRule rule, int cost, out RateLimitDecision decision)
    {
        decision = default;
        if (Volatile.Read(ref PlaceOf(key, rule)) is not { } entry || entry.Code != CodeOf(key, rule) || entry.Hash != HashOf(key) || !entry.Holds(rule, cost))
        {
            return false;
        }

        var now = time.GetTimestamp();
        if (now >= entry.KnownUntil)
        {
            return false;
        }

        var left = time.GetElapsedTime(now, entry.BlockedUntil);
        decision = entry.Decision with { Limit = rule.PermitLimit, ResetAfter = left, RetryAfter = left };
        return true;
    }

    /// <param name="key">Whose block it is.</param>
    /// <param name="rule">Under which rule.</param>
    /// <param name="decision">The rejection that Redis answered with; of a cost of 1, unless it is a penalty.</param>
    /// <param name="isPenalty">Whether it is a penalty, which no change of limits lifts.</param>
    /// <param name="askedAt">When Redis was asked: it said so then or later, so the block is over no earlier than is remembered.</param>
    public void Add(in RateLimitKey key, RateLimitRule rule, in RateLimitDecision decision, bool isPenalty, long askedAt)
    {
        // Requests that lengthen a block have to be seen by Redis.
        if (duration == TimeSpan.Zero || rule.BlockedRequestsPerViolation > 0 || askedAt <= Volatile.Read(ref _forgottenAt))
        {
            return;
        }

        var known = decision.RetryAfter < duration ? decision.RetryAfter : duration;
        Volatile.Write(ref PlaceOf(key, rule), new Entry(
            CodeOf(key, rule), HashOf(key), rule, isPenalty, askedAt + Stamps(known), time.GetTimestamp() + Stamps(decision.RetryAfter), decision with { Outcome = RateLimitOutcome.Blocked }));
    }

    /// <summary>Removes a block that is no more, and what answers that are under way still say of it.</summary>
    public void Forget(in RateLimitKey key, RateLimitRule rule)
    {
        Volatile.Write(ref _forgottenAt, time.GetTimestamp());
        Remove(key, rule);
    }

    public void Remove(in RateLimitKey key, RateLimitRule rule) => Volatile.Write(ref PlaceOf(key, rule), null);

    private ref Entry? PlaceOf(in RateLimitKey key, RateLimitRule rule) =>
        ref _entries[CodeOf(key, rule) & (Places - 1)];

    private static int CodeOf(in RateLimitKey key, RateLimitRule rule) => HashCode.Combine(key, rule.Policy);

    private UInt128 HashOf(in RateLimitKey key)
    {
        Span<byte> hash = stackalloc byte[32];
        key.ComputeHash(_secret, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private long Stamps(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <param name="Code">Whose block it may be, cheaply.</param>
    /// <param name="Hash">Whose block it is.</param>
    /// <param name="Rule">Under which rule.</param>
    /// <param name="IsPenalty">Whether it stands under another rule of the policy, too.</param>
    /// <param name="KnownUntil">Until when it is known for certain.</param>
    /// <param name="BlockedUntil">When it is over for certain: what the caller is told to wait for.</param>
    /// <param name="Decision">What the caller is told otherwise.</param>
    private sealed record Entry(int Code, UInt128 Hash, RateLimitRule Rule, bool IsPenalty, long KnownUntil, long BlockedUntil, RateLimitDecision Decision)
    {
        public bool Holds(RateLimitRule rule, int cost) => IsPenalty ? Rule.Policy == rule.Policy : ReferenceEquals(Rule, rule) && cost == 1;
    }
}
