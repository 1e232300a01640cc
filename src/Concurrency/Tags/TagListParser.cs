using Microsoft.Extensions.Primitives;

namespace Investigations.Concurrency;

/// <summary>
/// Reads <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110 §13.1.1, §13.1.2) to the letter, and besides, where allowed, bare versions:
/// <c>"*" / 1#( ["W/"] DQUOTE *etagc DQUOTE / version )</c>. Nothing is dropped: what can't be read makes the whole header malformed.
/// </summary>
internal static class TagListParser
{
    public const int MostTags = 64;

    /// <summary>The tags of all lines of one header, in order. One tag costs no allocation.</summary>
    public static TagList Parse(StringValues lines, bool allowBare)
    {
        if (lines.Count == 0)
        {
            return TagList.Missing;
        }

        var reading = new Reading(allowBare);
        for (var i = 0; i < lines.Count; i++)
        {
            var error = reading.Add(lines[i] ?? string.Empty);
            if (error != TagListError.None)
            {
                return TagList.Malformed(error);
            }
        }

        return reading.Finish();
    }

    private ref struct Reading(bool allowBare)
    {
        private EntityTag _first;
        private List<EntityTag>? _all;
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
            { _all: { } all } => new TagList([.. all]),
            _ => new TagList(_first),
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

            return Keep(new EntityTag(new StringSegment(line, start, at++ - start), isWeak));
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

            return allowBare ? Keep(new EntityTag(version)) : TagListError.BareVersionRefused;
        }

        private TagListError Keep(EntityTag tag)
        {
            if (++_count > MostTags)
            {
                return TagListError.TooMany;
            }

            if (_count == 1)
            {
                _first = tag;
                return TagListError.None;
            }

            _all ??= [_first];
            _all.Add(tag);
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
}
