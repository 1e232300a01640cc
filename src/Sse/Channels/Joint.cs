namespace Investigations.Sse;

/// <summary>Where a stream goes on: on the channel's ring, or with a page of its own and then from there.</summary>
/// <param name="Cursor">The next frame's number on the ring; -1 if the stream has not met it.</param>
/// <param name="Page">The frames to send before asking again.</param>
/// <param name="Place">Where the stream is when it has sent them; on the ring, where it came from.</param>
internal readonly record struct Joint(long Cursor, IReadOnlyList<Frame> Page, Place Place)
{
    public static Joint On(long cursor, Place place) => new(cursor, [], place);
}
