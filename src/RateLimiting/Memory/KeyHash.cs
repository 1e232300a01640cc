namespace Investigations.RateLimiting;

/// <summary>128 bits that stand for a key under a policy; <see cref="Spread"/> is evenly distributed and picks the place.</summary>
internal readonly record struct KeyHash(ulong Low, ulong High)
{
    public ulong Spread
    {
        get
        {
            var high = Math.BigMul(Low ^ 0x9E3779B97F4A7C15, High | 1, out var low);
            return high ^ low;
        }
    }
}
