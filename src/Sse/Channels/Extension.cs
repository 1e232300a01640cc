namespace Investigations.Sse;

/// <summary>What a read of a source's end has brought.</summary>
/// <param name="HasMore">Whether more is there already.</param>
/// <param name="IsEmpty">Whether it brought no event.</param>
/// <param name="Head">The ring's head then; -1 where there is no ring to extend.</param>
internal readonly record struct Extension(bool HasMore, bool IsEmpty, long Head)
{
    public static Extension None => new(HasMore: false, IsEmpty: true, Head: -1);
}
