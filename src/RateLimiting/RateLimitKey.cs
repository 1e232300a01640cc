using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Investigations.RateLimiting;

/// <summary>
/// Whose requests are counted together. Typed, so that a user can't be taken for an address of the same text. It holds what it was made
/// from; stores keep only a hash of it, and it is never logged.
/// </summary>
public readonly struct RateLimitKey : IEquatable<RateLimitKey>
{
    private readonly string? _text;
    private readonly ulong _bits;
    private readonly Kind _kind;

    private RateLimitKey(Kind kind, string? text, ulong bits) => (_kind, _text, _bits) = (kind, text, bits);

    private enum Kind : ulong
    {
        Everyone,
        Unlimited,
        User,
        Address4,
        Address6,
        NoAddress,
        Pair,
        Other,
    }

    /// <summary>A caller that is not limited: nothing is counted, and no headers are sent.</summary>
    public static RateLimitKey Unlimited { get; } = new(Kind.Unlimited, null, 0);

    /// <summary>Whether this is <see cref="Unlimited"/>.</summary>
    public bool IsUnlimited => _kind == Kind.Unlimited;

    /// <summary>The kind and the text's length: with them the text and the bits have one reading only.</summary>
    internal ulong Tag => (ulong)_kind << 32 | (uint)(_text?.Length ?? 0);

    internal string? Text => _text;

    internal ulong Bits => _bits;

    /// <summary>A user by a stable id, compared ordinally.</summary>
    public static RateLimitKey ForUser(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new(Kind.User, id, 0);
    }

    /// <summary>
    /// A client address: IPv4 (mapped ones folded) whole, IPv6 by its /64 without its scope. A null address (a Unix socket, an in-memory
    /// server) is one key for all.
    /// </summary>
    public static RateLimitKey ForAddress(IPAddress? address)
    {
        if (address is null)
        {
            return new(Kind.NoAddress, null, 0);
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork ? new(Kind.Address4, null, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : address.IsIPv4MappedToIPv6 ? new(Kind.Address4, null, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
            : new(Kind.Address6, null, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>A key of another type, such as an API key. The value may be of any length and hold any characters.</summary>
    /// <param name="type">What the value is: the same value of another type is another key.</param>
    /// <param name="value">The value, compared ordinally.</param>
    public static RateLimitKey Create(string type, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(value);
        return new(Kind.Other, value, TypeBits(type));
    }

    /// <summary>Both keys together, such as an address and the account that it tries. Unlimited if either is.</summary>
    public static RateLimitKey Combine(RateLimitKey first, RateLimitKey second) => first.IsUnlimited || second.IsUnlimited
        ? Unlimited
        : new(Kind.Pair, $"{first.Tag:x}.{first._bits:x}.{second.Tag:x}.{second._bits:x}.{first._text}{second._text}", 0);

    /// <summary>
    /// Writes a hash of the key (HMAC-SHA256, 32 bytes), the same in every process that has the secret: for stores outside of this one.
    /// </summary>
    /// <param name="secret">The secret; empty for SHA-256 alone, and then who reads a store can find out an address or a guessed user name by trying.</param>
    /// <param name="destination">At least 32 bytes.</param>
    public void ComputeHash(ReadOnlySpan<byte> secret, Span<byte> destination)
    {
        var text = MemoryMarshal.AsBytes(_text.AsSpan());
        Span<byte> message = stackalloc byte[16 + 256];
        BinaryPrimitives.WriteUInt64LittleEndian(message, Tag);
        BinaryPrimitives.WriteUInt64LittleEndian(message[8..], _bits);
        var rest = message[16..];
        var length = text.TryCopyTo(rest) ? text.Length : SHA256.HashData(text, rest);
        message = message[..(16 + length)];
        _ = secret.IsEmpty ? SHA256.HashData(message, destination) : HMACSHA256.HashData(secret, message, destination);
    }

    /// <inheritdoc/>
    public bool Equals(RateLimitKey other) => _kind == other._kind && _bits == other._bits && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RateLimitKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_kind, _text, _bits);

    /// <summary>The key's kind only: what identifies a caller does not belong in logs.</summary>
    public override string ToString() => _kind.ToString();

    /// <summary>Whether two keys are counted together.</summary>
    public static bool operator ==(RateLimitKey left, RateLimitKey right) => left.Equals(right);

    /// <summary>Whether two keys are counted apart.</summary>
    public static bool operator !=(RateLimitKey left, RateLimitKey right) => !left.Equals(right);

    /// <summary>A type's name is the application's own, few and short, so a plain hash tells them apart (FNV-1a).</summary>
    private static ulong TypeBits(string type)
    {
        var hash = 14695981039346656037;
        foreach (var c in type)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }
}
