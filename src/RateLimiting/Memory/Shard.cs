using System.Numerics;
using System.Runtime.CompilerServices;

namespace Investigations.RateLimiting;

/// <summary>
/// A part of the memory store under one lock: chained buckets over a dense array that grows up to a bound. Nothing is swept by a timer:
/// a new key that finds the array full first looks at a few slots, round and round, for one that is as new.
/// </summary>
internal sealed class Shard(int capacity)
{
    private const int Probes = 8;
    private const int EvictionProbes = 64;

    /// <summary>To be entered around each use of a slot.</summary>
    public SpinGate Gate;

    private Slot[] _slots = new Slot[Math.Min(16, capacity)];
    private int[] _buckets = new int[16];
    private int _count;
    private int _hand;
    private long _evictions;

    public int Count => Volatile.Read(ref _count);

    public long Evictions => Volatile.Read(ref _evictions);

    /// <summary>The slot of a key, or a null reference if the key is unknown.</summary>
    public ref Slot Find(KeyHash hash, ulong spread)
    {
        var slots = _slots;
        var buckets = _buckets;
        for (var i = buckets[(int)spread & (buckets.Length - 1)] - 1; (uint)i < (uint)slots.Length; i = slots[i].Next - 1)
        {
            ref var slot = ref slots[i];
            if (slot.Hash.Low == hash.Low && slot.Hash.High == hash.High)
            {
                return ref slot;
            }
        }

        return ref Unsafe.NullRef<Slot>();
    }

    /// <summary>A slot for a key that is unknown, or a null reference if blocked keys have filled the shard.</summary>
    public ref Slot Add(KeyHash hash, long now)
    {
        var index = _count < _slots.Length ? _count++ : Reuse(now);
        if (index < 0)
        {
            return ref Unsafe.NullRef<Slot>();
        }

        ref var slot = ref _slots[index];
        slot = new Slot { Hash = hash };
        ref var bucket = ref BucketOf(hash);
        slot.Next = bucket;
        bucket = index + 1;
        return ref slot;
    }

    private int Reuse(long now)
    {
        var index = FindFresh(now);
        if (index < 0 && _slots.Length < capacity)
        {
            Grow();
            return _count++;
        }

        if (index < 0)
        {
            index = FindVictim(now);
            _evictions += index < 0 ? 0 : 1;
        }

        if (index >= 0)
        {
            Unlink(index);
        }

        return index;
    }

    private int FindFresh(long now)
    {
        for (var i = 0; i < Probes; i++)
        {
            var index = Step();
            if (_slots[index].FreshAt <= now)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Among some slots the one in good standing that is soonest as new; else one with violations but no block; never a blocked one.</summary>
    private int FindVictim(long now)
    {
        var (victim, rank) = (-1, (Offended: true, FreshAt: long.MaxValue));
        for (var i = 0; i < Math.Min(EvictionProbes, _slots.Length); i++)
        {
            var index = Step();
            ref var slot = ref _slots[index];
            var candidate = (Offended: slot.State.Level > 0, slot.FreshAt);
            if (!slot.IsBlocked(now) && candidate.CompareTo(rank) < 0)
            {
                (victim, rank) = (index, candidate);
            }
        }

        return victim;
    }

    private int Step() => _hand = _hand + 1 < _slots.Length ? _hand + 1 : 0;

    private void Unlink(int index)
    {
        ref var link = ref BucketOf(_slots[index].Hash);
        while (link != index + 1)
        {
            link = ref _slots[link - 1].Next;
        }

        link = _slots[index].Next;
    }

    private void Grow()
    {
        Array.Resize(ref _slots, (int)Math.Min(capacity, _slots.Length * 2L));
        _buckets = new int[BitOperations.RoundUpToPowerOf2((uint)_slots.Length)];
        for (var i = 0; i < _count; i++)
        {
            ref var bucket = ref BucketOf(_slots[i].Hash);
            _slots[i].Next = bucket;
            bucket = i + 1;
        }
    }

    private ref int BucketOf(KeyHash hash) => ref _buckets[(int)hash.Spread & (_buckets.Length - 1)];
}
