namespace Investigations.EventFeed.Testing;

/// <summary>A store does not do what it must.</summary>
public sealed class ConformanceException : Exception
{
    internal ConformanceException(string message)
        : base(message)
    {
    }
}
