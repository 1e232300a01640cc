namespace Investigations.Concurrency;

/// <summary>A parsed <c>If-Match</c> or <c>If-None-Match</c>. One tag is kept in place, more in an array.</summary>
internal readonly struct TagList
{
    // Many tags are an array; one is its text and its bits.
    private readonly object? _tags;
    private readonly long _bits;

    private TagList(TagListKind kind, TagListError error = TagListError.None)
    {
        Kind = kind;
        Error = error;
    }

    public TagList(EntityTag one)
    {
        Kind = TagListKind.Tags;
        (_tags, _bits) = one;
    }

    public TagList(EntityTag[] many)
    {
        Kind = TagListKind.Tags;
        _tags = many;
    }

    /// <summary>A list that was taken apart.</summary>
    public TagList(TagListKind kind, object? tags, long bits)
    {
        Kind = kind;
        _tags = tags;
        _bits = bits;
    }

    public static TagList Missing => default;

    public static TagList Any => new(TagListKind.Any);

    public static TagList Absent => new(TagListKind.Absent);

    public TagListKind Kind { get; }

    public TagListError Error { get; }

    public int Count => Kind != TagListKind.Tags ? 0 : (_tags as EntityTag[])?.Length ?? 1;

    public EntityTag this[int index] => _tags is EntityTag[] many ? many[index] : One;

    private EntityTag One => new((string?)_tags, _bits);

    /// <summary>Takes a readable list apart, for whoever keeps many.</summary>
    public void Deconstruct(out TagListKind kind, out object? tags, out long bits) => (kind, tags, bits) = (Kind, _tags, _bits);

    /// <summary>The tags that a condition holds for, in order.</summary>
    public IEnumerable<EntityTag> Where(Func<EntityTag, bool> condition)
    {
        for (var i = 0; i < Count; i++)
        {
            if (condition(this[i]))
            {
                yield return this[i];
            }
        }
    }

    /// <summary>A list of one version that is known to be one.</summary>
    public static TagList OfVersion(long version) => new(TagListKind.Tags, null, version);

    public static TagList Malformed(TagListError error) => new(TagListKind.Malformed, error);

    /// <summary>Whether <c>*</c> or one of the tags is the current one; strongly compared, a weak tag is no one's.</summary>
    public bool Contains(in EntityTag current, bool strong) => Kind switch
    {
        TagListKind.Tags when _tags is null => IsMatch(new EntityTag(null, _bits), current, strong),
        TagListKind.Tags => _tags is EntityTag[] many ? AnyMatches(many, current, strong) : IsMatch(One, current, strong),
        TagListKind.Any => true,
        _ => false,
    };

    /// <inheritdoc cref="Contains(in EntityTag, bool)"/>
    public bool Contains(EntityTag? current, bool strong) => current is { } tag && Contains(tag, strong);

    /// <summary>Whether both say the same, element by element, however strongly.</summary>
    public bool Agrees(in TagList other)
    {
        if (Kind != other.Kind || Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (!this[i].Matches(other[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMatch(in EntityTag tag, in EntityTag current, bool strong) => tag.IsSame(current) && !(strong && tag.IsWeak);

    private static bool AnyMatches(EntityTag[] tags, in EntityTag current, bool strong)
    {
        foreach (ref readonly var tag in tags.AsSpan())
        {
            if (IsMatch(tag, current, strong))
            {
                return true;
            }
        }

        return false;
    }
}
