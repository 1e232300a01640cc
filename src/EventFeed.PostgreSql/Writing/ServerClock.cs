using Microsoft.Extensions.Logging;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// Guards against a server whose clock jumps ahead, which would leave every later event of a feed at that false time. The server's
/// time is the only one that counts; this says up to which one it is believed.
/// </summary>
/// <remarks>
/// Time that passes is measured by this process's monotonic clock. A server that runs ahead of it by more than the permitted
/// jump is followed only after it has stayed there for an hour, and never when it is more than a year ahead of this process.
/// </remarks>
internal sealed class ServerClock(TimeProvider time, TimeSpan maxJump, ILogger logger)
{
    private static readonly TimeSpan Confirmation = TimeSpan.FromHours(1);
    private static readonly long NeverFollowedMs = (long)TimeSpan.FromDays(366).TotalMilliseconds;

    private readonly long _maxJumpMs = (long)maxJump.TotalMilliseconds;
    private readonly Lock _lock = new();
    private long? _serverMs;
    private long _measured;
    private long? _aheadSince;

    /// <summary>The latest time to believe the server, and the one to take instead of a later one, in milliseconds since 1970.</summary>
    public (long LatestMs, long InsteadMs) Bounds
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                return _serverMs is null ? (now + NeverFollowedMs, now) : (ExpectedMs() + _maxJumpMs, ExpectedMs());
            }
        }
    }

    /// <summary>Takes in what the server's clock showed just now.</summary>
    public void Observe(long serverMs)
    {
        lock (_lock)
        {
            var isPlausible = serverMs <= time.GetUtcNow().ToUnixTimeMilliseconds() + NeverFollowedMs;
            var ahead = _serverMs is null ? 0 : serverMs - ExpectedMs();
            if (ahead < 0)
            {
                // Not the new measure: a clock that was set back may come forward again to where it was.
                _aheadSince = null;
            }
            else if (isPlausible && (ahead <= _maxJumpMs || IsConfirmed()))
            {
                (_serverMs, _measured, _aheadSince) = (serverMs, time.GetTimestamp(), null);
            }
            else if (_aheadSince is null)
            {
                _aheadSince = time.GetTimestamp();
                Log.ServerClockJumpedAhead(logger, ahead);
            }
        }
    }

    private long ExpectedMs() => _serverMs!.Value + (long)time.GetElapsedTime(_measured).TotalMilliseconds;

    private bool IsConfirmed() => _aheadSince is { } since && time.GetElapsedTime(since) >= Confirmation;
}
