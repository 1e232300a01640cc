using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Primitives;

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

    private readonly StringSegment _text;
    private readonly long _version;

    /// <summary>A tag made of a version, zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public EntityTag(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        _version = version;
    }

    /// <summary>A tag made of opaque text, given without its quotes.</summary>
    /// <exception cref="ArgumentException">The text has a character that no tag may have: a space, a quote or a control character.</exception>
    public EntityTag(string text, bool isWeak = false)
        : this(new StringSegment(text ?? throw new ArgumentNullException(nameof(text))), isWeak)
    {
        if (!IsText(text))
        {
            throw new ArgumentException("An entity tag can't have spaces, quotes or control characters (RFC 9110 §8.8.3).", nameof(text));
        }
    }

    internal EntityTag(StringSegment text, bool isWeak)
    {
        IsWeak = isWeak;
        if (!VersionText.TryParse(text.AsSpan(), out _version))
        {
            _text = text;
        }
    }

    /// <summary>Whether the tag was marked weak (<c>W/</c>).</summary>
    public bool IsWeak { get; }

    /// <summary>Whether the tag is a version number.</summary>
    public bool IsVersion => !_text.HasValue;

    /// <summary>The version, zero or more.</summary>
    /// <exception cref="InvalidOperationException">The tag is opaque text.</exception>
    public long Version => IsVersion ? _version : throw new InvalidOperationException($"The entity tag {this} is no version.");

    /// <summary>The tag's text without quotes and without <c>W/</c>.</summary>
    public string Text => IsVersion ? _version.ToString(CultureInfo.InvariantCulture) : _text.ToString();

    /// <summary>A tag made of bytes, such as a database's row version, in base64url.</summary>
    public static EntityTag FromBytes(ReadOnlySpan<byte> bytes) => new(new StringSegment(Base64Url.EncodeToString(bytes)), isWeak: false);

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
    public override int GetHashCode() => HashCode.Combine(_version, IsVersion ? 0 : string.GetHashCode(_text.AsSpan()), IsWeak);

    /// <summary>The tag as it stands in an <c>ETag</c> header: <c>"3"</c>, <c>W/"3"</c>.</summary>
    public override string ToString() => IsVersion
        ? string.Create(CultureInfo.InvariantCulture, $"{(IsWeak ? "W/" : "")}\"{_version}\"")
        : $"{(IsWeak ? "W/" : "")}\"{_text}\"";

    /// <summary>A tag made of a version that is known to be one.</summary>
    internal static EntityTag FromParsed(long version) => new(version, isWeak: false);

    internal static bool IsText(ReadOnlySpan<char> text) => !text.ContainsAny(NotInTags);

    internal bool IsSame(in EntityTag other) =>
        _version == other._version && IsVersion == other.IsVersion && (IsVersion || _text.AsSpan().SequenceEqual(other._text.AsSpan()));

    internal EntityTag AsWeak() => IsVersion ? new EntityTag(_version, isWeak: true) : new EntityTag(_text, isWeak: true);

    private EntityTag(long version, bool isWeak)
    {
        _version = version;
        IsWeak = isWeak;
    }

    private static string CharactersNotInTags() =>
        string.Concat(Enumerable.Range(0, 0x21).Append('"').Append(0x7F).Select(c => (char)c));
}
