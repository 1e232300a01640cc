using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Investigations.EventFeed;

/// <summary>
/// The clock of a store that has none of its own. Its times never fall behind a feed's last one, and it does not follow a wall
/// clock that jumps ahead, which would leave every later event of a feed at that false time.
/// </summary>
/// <remarks>
/// Time that passes is measured by the monotonic clock. A wall clock that runs ahead of it by more than
/// the permitted jump is followed only after it has stayed there for an hour, and never when it is more than a year ahead.
/// </remarks>
public sealed class FeedClock
{
    private static readonly TimeSpan Confirmation = TimeSpan.FromHours(1);
    private static readonly TimeSpan NeverFollowed = TimeSpan.FromDays(366);

    private readonly TimeProvider _time;
    private readonly long _maxJumpMs;
    private readonly ILogger _logger;
    private readonly EventFeedMetrics? _metrics;
    private readonly Lock _lock = new();
    private long _wallMs;
    private long _measured;
    private long? _aheadSince;

    /// <summary>Starts a clock.</summary>
    /// <param name="timeProvider">Gives the wall clock and the monotonic one.</param>
    /// <param name="maxForwardJump">How far the wall clock may run ahead at once; five minutes unless given.</param>
    /// <param name="logger">Told when the wall clock is not followed.</param>
    public FeedClock(TimeProvider timeProvider, TimeSpan? maxForwardJump = null, ILogger<FeedClock>? logger = null)
        : this(timeProvider, maxForwardJump ?? TimeSpan.FromMinutes(5), logger, null)
    {
    }

    internal FeedClock(TimeProvider timeProvider, TimeSpan maxForwardJump, ILogger<FeedClock>? logger, EventFeedMetrics? metrics)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _time = timeProvider;
        _maxJumpMs = (long)maxForwardJump.TotalMilliseconds;
        _logger = logger ?? NullLogger<FeedClock>.Instance;
        _metrics = metrics;
        _wallMs = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        _measured = timeProvider.GetTimestamp();
    }

    /// <summary>The time for the next events of a feed: <c>max(now, last)</c>, in milliseconds since 1970.</summary>
    public long Next(long lastMs)
    {
        var now = NowMs();
        if (now < lastMs)
        {
            _metrics?.ClockBehind(lastMs - now);
            return lastMs;
        }

        return now;
    }

    private long NowMs()
    {
        lock (_lock)
        {
            var measured = _time.GetTimestamp();
            var wall = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var expected = _wallMs + (long)_time.GetElapsedTime(_measured, measured).TotalMilliseconds;
            var ahead = wall - expected;
            if (ahead < 0)
            {
                // Not the new measure: a clock that was set back may come forward again to where it was.
                _aheadSince = null;
                return wall;
            }

            if (ahead <= _maxJumpMs || IsConfirmed(ahead, measured))
            {
                (_wallMs, _measured, _aheadSince) = (wall, measured, null);
                return wall;
            }

            if (_aheadSince is null)
            {
                _aheadSince = measured;
                Log.ClockJumpedAhead(_logger, ahead);
            }

            return expected;
        }
    }

    private bool IsConfirmed(long aheadMs, long measured) =>
        _aheadSince is { } since
        && aheadMs < (long)NeverFollowed.TotalMilliseconds
        && _time.GetElapsedTime(since, measured) >= Confirmation;
}
