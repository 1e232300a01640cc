using System.Text.Json;

namespace Investigations.EventFeed;

/// <summary>What names, ids, types, subjects and data may look like. Nothing else reaches a store.</summary>
internal static class EventRules
{
    public const int MaxNameLength = 200;
    public const int MaxSubjectLength = 128;
    public const int MaxTypeLength = 200;

    /// <summary>Three levels less than what a page's reader accepts by default, because a page nests the data that deep.</summary>
    public const int MaxDataDepth = 60;

    public static readonly JsonReaderOptions DataReaderOptions = new() { MaxDepth = MaxDataDepth };

    public static bool IsValidFeed(string? feed) => IsValidName(feed);

    public static bool IsValidId(string? id) => IsValidName(id);

    public static bool IsValidType(string? type)
    {
        if (type is not { Length: >= 1 and <= 64 } || !char.IsAsciiLetterLower(type[0]))
        {
            return false;
        }

        foreach (var c in type)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('_' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsValidSubject(string? subject)
    {
        if (subject is not { Length: >= 1 and <= MaxSubjectLength })
        {
            return false;
        }

        foreach (var c in subject)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bound that holds whatever rule an application sets for its types.</summary>
    public static bool IsStorableType(string? type) => type is { Length: <= MaxTypeLength } && IsValidName(type);

    private static bool IsValidName(string? text)
    {
        if (text is not { Length: >= 1 and <= MaxNameLength })
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                return false;
            }

            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
