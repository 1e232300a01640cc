namespace Investigations.Concurrency;

/// <summary>Why a precondition header can't be read.</summary>
internal enum TagListError : byte
{
    None,
    Empty,
    TooMany,
    StarBesideOthers,
    LowerCaseWeak,
    WeakWithoutTag,
    Unterminated,
    BadCharacter,
    BadBareVersion,
    BareVersionRefused,
    TextAfterTag,
    Disagreeing,
}
