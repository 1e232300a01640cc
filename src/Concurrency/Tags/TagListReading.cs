namespace Investigations.Concurrency;

/// <summary>The tags read so far, line by line. The first is kept in place, so that one alone costs nothing.</summary>
internal ref struct TagListReading(bool allowBare)
{
    private EntityTag _first;
    private EntityTag[]? _all;
    private int _count;
    private bool _star;

    public TagListError Add(string line)
    {
        var at = 0;
        while (true)
        {
            at = SkipSpace(line, at);
            if (at == line.Length)
            {
                return TagListError.None;
            }

            if (line[at] == ',')
            {
                at++;
                continue;
            }

            var error = Element(line, ref at);
            if (error != TagListError.None)
            {
                return error;
            }

            at = SkipSpace(line, at);
            if (at < line.Length && line[at] != ',')
            {
                return TagListError.TextAfterTag;
            }
        }
    }

    public readonly TagList Finish() => this switch
    {
        { _star: true } => TagList.Any,
        { _count: 0 } => TagList.Malformed(TagListError.Empty),
        { _count: 1 } => new TagList(_first),
        _ => new TagList(_all!.Length == _count ? _all : _all[.._count]),
    };

    private TagListError Element(string line, ref int at)
    {
        if (_star || (line[at] == '*' && _count > 0))
        {
            return TagListError.StarBesideOthers;
        }

        switch (line[at])
        {
            case '*':
                at++;
                _star = true;
                return TagListError.None;
            case '"':
                return Quoted(line, ref at, isWeak: false);
            case 'W' when at + 1 < line.Length && line[at + 1] == '/':
                at += 2;
                return at < line.Length && line[at] == '"' ? Quoted(line, ref at, isWeak: true) : TagListError.WeakWithoutTag;
            case 'w' when at + 1 < line.Length && line[at + 1] == '/':
                return TagListError.LowerCaseWeak;
            default:
                return Bare(line, ref at);
        }
    }

    private TagListError Quoted(string line, ref int at, bool isWeak)
    {
        var start = ++at;
        while (at < line.Length && line[at] != '"')
        {
            if (line[at] is < '\x21' or '\x7F')
            {
                return TagListError.BadCharacter;
            }

            at++;
        }

        if (at == line.Length)
        {
            return TagListError.Unterminated;
        }

        return Keep(new EntityTag(line, start, at++ - start, isWeak), line);
    }

    private TagListError Bare(string line, ref int at)
    {
        var start = at;
        while (at < line.Length && line[at] is not (',' or ' ' or '\t'))
        {
            at++;
        }

        if (!VersionText.TryParse(line.AsSpan(start, at - start), out var version))
        {
            return TagListError.BadBareVersion;
        }

        return allowBare ? Keep(new EntityTag(version), line) : TagListError.BareVersionRefused;
    }

    private TagListError Keep(EntityTag tag, string line)
    {
        if (_count == TagListParser.MostTags)
        {
            return TagListError.TooMany;
        }

        if (_count == 0)
        {
            _first = tag;
        }
        else
        {
            // A line has at most one tag more than it has commas.
            if (_all is null || _all.Length == _count)
            {
                Array.Resize(ref _all, Math.Min(TagListParser.MostTags, _count + line.AsSpan().Count(',') + 1));
                _all[0] = _first;
            }

            _all[_count] = tag;
        }

        _count++;
        return TagListError.None;
    }

    private static int SkipSpace(string line, int at)
    {
        while (at < line.Length && line[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }
}
