namespace Investigations.Concurrency;

/// <summary>Thrown by <see cref="WriteRace"/> when writers overwrote each other, or losers were not told what happened.</summary>
public sealed class WriteRaceException : Exception
{
    /// <summary>Without a message.</summary>
    public WriteRaceException()
    {
    }

    /// <summary>With a message that says what happened.</summary>
    public WriteRaceException(string message)
        : base(message)
    {
    }

    /// <summary>With a message that says what happened, and its cause.</summary>
    public WriteRaceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
