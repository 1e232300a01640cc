using System.Text;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>A key's name in Redis: prefix, policy, and 128 bits of a keyed hash in place of the caller.</summary>
internal sealed class RedisKeyName(string prefix, string? secret)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret ?? string.Empty);

    /// <summary>A name that no policy and caller have: it lacks the colon between them.</summary>
    public RedisKey OfProbe { get; } = prefix + "health";

    public RedisKey Of(in RateLimitKey key, string policy)
    {
        Span<byte> hash = stackalloc byte[32];
        key.ComputeHash(_secret, hash);
        return $"{prefix}{policy}:{Convert.ToHexStringLower(hash[..16])}";
    }
}
