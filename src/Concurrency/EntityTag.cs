using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Investigations.Concurrency;

/// <summary>
/// An entity tag (RFC 9110 §8.8.3): a version number, or opaque text such as a hash or a row version.
/// A <see cref="long"/> converts to it by itself.
/// </summary>
/// <remarks>
/// Text that is a canonical decimal number (<c>3</c>, but not <c>03</c> or <c>-1</c>) is a version: the tag <c>"3"</c> and version 3 are the same.
/// Equality is ordinal and case-sensitive, and includes <see cref="IsWeak"/>; <see cref="Matches"/> is the weak comparison of §8.8.3.2.
/// </remarks>
public readonly struct EntityTag : IEquatable<EntityTag>
{
    private static readonly SearchValues<char> NotInTags = SearchValues.Create(CharactersNotInTags());

    private const long WeakBit = long.MinValue;

    // A version has no text; a slice of text has its start and its length in the two halves. Sixteen bytes in all, so that tags travel in registers.
    private readonly string? _text;
    private readonly long _bits;

    /// <summary>A tag made of a version, zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public EntityTag(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        _bits = version;
    }

    /// <summary>A tag made of opaque text, given without its quotes.</summary>
    /// <exception cref="ArgumentException">The text has a character that no tag may have: a space, a quote or a control character.</exception>
    public EntityTag(string text, bool isWeak = false)
        : this(text ?? throw new ArgumentNullException(nameof(text)), 0, text.Length, isWeak)
    {
        if (!IsText(text))
        {
            throw new ArgumentException("An entity tag can't have spaces, quotes or control characters (RFC 9110 §8.8.3).", nameof(text));
        }
    }

    /// <summary>A tag made of a part of a header.</summary>
    internal EntityTag(string header, int start, int length, bool isWeak)
    {
        if (!VersionText.TryParse(header.AsSpan(start, length), out _bits))
        {
            _text = header;
            _bits = ((long)start << 32) | (uint)length;
        }

        _bits |= isWeak ? WeakBit : 0;
    }

    /// <summary>A tag that was taken apart.</summary>
    internal EntityTag(string? text, long bits)
    {
        _text = text;
        _bits = bits;
    }

    /// <summary>Whether the tag was marked weak (<c>W/</c>).</summary>
    public bool IsWeak => _bits < 0;

    /// <summary>Whether the tag is a version number.</summary>
    public bool IsVersion => _text is null;

    /// <summary>The version, zero or more.</summary>
    /// <exception cref="InvalidOperationException">The tag is opaque text.</exception>
    public long Version => IsVersion ? Payload : throw new InvalidOperationException($"The entity tag {this} is no version.");

    /// <summary>The tag's text without quotes and without <c>W/</c>.</summary>
    public string Text => IsVersion ? Payload.ToString(CultureInfo.InvariantCulture) : Span.ToString();

    private long Payload => _bits & long.MaxValue;

    private ReadOnlySpan<char> Span => _text.AsSpan((int)(Payload >> 32), (int)(uint)Payload);

    /// <summary>A tag made of bytes, such as a database's row version, in base64url.</summary>
    public static EntityTag FromBytes(ReadOnlySpan<byte> bytes) => new(Base64Url.EncodeToString(bytes));

    /// <summary>A tag made of a version, zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public static EntityTag FromInt64(long version) => new(version);

    /// <inheritdoc cref="FromInt64"/>
    public static implicit operator EntityTag(long version) => new(version);

    /// <summary>Whether the tags are equal: the same text, and equally weak.</summary>
    public static bool operator ==(EntityTag left, EntityTag right) => left.Equals(right);

    /// <summary>Whether the tags differ.</summary>
    public static bool operator !=(EntityTag left, EntityTag right) => !left.Equals(right);

    /// <summary>The weak comparison of RFC 9110 §8.8.3.2: the same text, however strong.</summary>
    public bool Matches(EntityTag other) => IsSame(other);

    /// <inheritdoc/>
    public bool Equals(EntityTag other) => IsWeak == other.IsWeak && Matches(other);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is EntityTag other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsVersion ? Payload.GetHashCode() : string.GetHashCode(Span), IsWeak);

    /// <summary>The tag as it stands in an <c>ETag</c> header: <c>"3"</c>, <c>W/"3"</c>.</summary>
    public override string ToString() => IsVersion
        ? string.Create(CultureInfo.InvariantCulture, $"{(IsWeak ? "W/" : "")}\"{Payload}\"")
        : $"{(IsWeak ? "W/" : "")}\"{Span}\"";

    internal static bool IsText(ReadOnlySpan<char> text) => !text.ContainsAny(NotInTags);

    internal bool IsSame(in EntityTag other) =>
        _text is null ? other._text is null && Payload == other.Payload : other._text is not null && Span.SequenceEqual(other.Span);

    internal void Deconstruct(out object? text, out long bits) => (text, bits) = (_text, _bits);

    internal EntityTag AsWeak() => new(_text, _bits | WeakBit);

    private static string CharactersNotInTags() =>
        string.Concat(Enumerable.Range(0, 0x21).Append('"').Append(0x7F).Select(c => (char)c));
}
