namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>Leaves Redis alone after some failures in a row. When the break is over, one caller is told to try, beside its request.</summary>
internal sealed class Breaker(int failuresBeforeBreak, TimeSpan breakDuration, TimeProvider time)
{
    private int _failures;
    private int _isOpen;
    private int _isProbing;
    private long _openedAt;

    public bool IsOpen => Volatile.Read(ref _isOpen) == 1;

    /// <summary>Whether this caller is the one to find out if Redis is back.</summary>
    public bool ShouldProbe() => IsOpen
        && time.GetElapsedTime(Volatile.Read(ref _openedAt)) >= breakDuration
        && Interlocked.Exchange(ref _isProbing, 1) == 0;

    /// <summary>True: this failure has opened the breaker.</summary>
    public bool Failed()
    {
        if (IsOpen)
        {
            Volatile.Write(ref _openedAt, time.GetTimestamp());
            Volatile.Write(ref _isProbing, 0);
            return false;
        }

        if (Interlocked.Increment(ref _failures) < failuresBeforeBreak)
        {
            return false;
        }

        // A caller may have been told to try just when another's success closed the breaker: that is of the outage before.
        Volatile.Write(ref _openedAt, time.GetTimestamp());
        Volatile.Write(ref _isProbing, 0);
        return Interlocked.Exchange(ref _isOpen, 1) == 0;
    }

    /// <summary>True: this success has closed the breaker.</summary>
    public bool Succeeded()
    {
        if (Volatile.Read(ref _failures) != 0)
        {
            Volatile.Write(ref _failures, 0);
        }

        if (!IsOpen)
        {
            return false;
        }

        var closed = Interlocked.Exchange(ref _isOpen, 0) == 1;
        Volatile.Write(ref _isProbing, 0);
        return closed;
    }
}
