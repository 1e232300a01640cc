namespace Investigations.Concurrency;

internal static class TagListErrors
{
    /// <summary>One sentence for the client.</summary>
    public static string Describe(this TagListError error) => error switch
    {
        TagListError.Empty => "It has no entity tag.",
        TagListError.TooMany => $"It has more than {TagListParser.MostTags} entity tags.",
        TagListError.StarBesideOthers => "'*' must stand alone.",
        TagListError.LowerCaseWeak => "The mark of a weak tag is an upper-case W/.",
        TagListError.WeakWithoutTag => "W/ must be followed by a quoted tag, without a space.",
        TagListError.Unterminated => "A quoted tag has no closing quote.",
        TagListError.BadCharacter => "A tag can't have spaces or control characters.",
        TagListError.BadBareVersion => "What is not quoted must be a version: a whole number without sign or leading zero.",
        TagListError.BareVersionRefused => "An entity tag must be in double quotes.",
        TagListError.TextAfterTag => "Tags must be separated by commas, with nothing after the closing quote.",
        TagListError.Disagreeing => "It disagrees with the If-Match header that was sent as well.",
        _ => "It can't be read.",
    };
}
