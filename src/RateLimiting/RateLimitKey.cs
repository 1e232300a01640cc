using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Investigations.RateLimiting;

/// <summary>
/// Whose requests are counted together. Typed, so that a user can't be taken for an address of the same text. It holds what it was made
/// from; stores keep only a hash of it, and it is never logged.
/// </summary>
public readonly struct RateLimitKey : IEquatable<RateLimitKey>
{
    internal const string UserType = "user";
    private const string AddressType = "address";

    private readonly string? _type;
    private readonly string? _text;
    private readonly ulong _bits;

    private RateLimitKey(string type, string? text, ulong bits) => (_type, _text, _bits) = (type, text, bits);

    /// <summary>A caller that is not limited: nothing is counted, and no headers are sent.</summary>
    public static RateLimitKey Unlimited { get; } = new("unlimited", null, 1);

    /// <summary>Whether this is <see cref="Unlimited"/>.</summary>
    public bool IsUnlimited => _bits == 1 && ReferenceEquals(_type, Unlimited._type);

    internal string Type => _type ?? "unknown";

    internal string Text => _text ?? string.Empty;

    internal ulong Bits => _bits;

    /// <summary>A user by a stable id, compared ordinally.</summary>
    public static RateLimitKey ForUser(string id) => Create(UserType, id);

    /// <summary>
    /// A client address: IPv4 (mapped ones folded) whole, IPv6 by its /64 without its scope. A null address (a Unix socket, an in-memory
    /// server) is one key for all.
    /// </summary>
    public static RateLimitKey ForAddress(IPAddress? address)
    {
        if (address is null)
        {
            return new(AddressType, null, 0);
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork ? new(AddressType, "4", BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : address.IsIPv4MappedToIPv6 ? new(AddressType, "4", BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
            : new(AddressType, "6", BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>A key of another type, such as an API key. The value may be of any length and hold any characters.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static RateLimitKey Create(string type, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(value);
        return new(type, value, 0);
    }

    /// <summary>Both keys together, such as an address and the account that it tries. Unlimited if either is.</summary>
    public static RateLimitKey Combine(RateLimitKey first, RateLimitKey second) => first.IsUnlimited || second.IsUnlimited
        ? Unlimited
        : new("pair", $"{first.Type.Length}:{first.Text.Length}:{second.Type.Length}:{first._bits:x}:{first.Type}{first.Text}{second.Type}{second.Text}", second._bits);

    /// <inheritdoc/>
    public bool Equals(RateLimitKey other) => _bits == other._bits && Type == other.Type && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RateLimitKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, _text, _bits);

    /// <summary>The key's type only: what identifies a caller does not belong in logs.</summary>
    public override string ToString() => Type;

    /// <summary>Whether two keys are counted together.</summary>
    public static bool operator ==(RateLimitKey left, RateLimitKey right) => left.Equals(right);

    /// <summary>Whether two keys are counted apart.</summary>
    public static bool operator !=(RateLimitKey left, RateLimitKey right) => !left.Equals(right);
}
