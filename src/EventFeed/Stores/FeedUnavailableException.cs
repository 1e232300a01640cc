namespace Investigations.EventFeed;

/// <summary>The store cannot be reached or cannot write now. Whether an append that met it was stored is not known: send it again with the same ids.</summary>
public sealed class FeedUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    public FeedUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>How long a client should wait before it tries again; one second unless the store knows better.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
