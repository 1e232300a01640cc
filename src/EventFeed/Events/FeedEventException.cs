namespace Investigations.EventFeed;

/// <summary>An event that cannot be appended. Nothing of its batch was stored.</summary>
public sealed class FeedEventException : Exception
{
    internal FeedEventException(int index, string member, string message)
        : base(index < 0 ? message : $"Event {index}: {message}")
    {
        Index = index;
        Member = member;
    }

    /// <summary>The event's place in the batch, from 0; -1 when the batch as a whole is refused.</summary>
    public int Index { get; }

    /// <summary>What is wrong: <c>id</c>, <c>type</c>, <c>subject</c>, <c>data</c>, or <c>events</c> for the batch itself.</summary>
    public string Member { get; }
}
