using System.Threading.RateLimiting;

namespace Investigations.RateLimiting;

/// <summary>
/// One key's limit with backoff as the framework's limiter, for use outside of HTTP requests. It queues nothing. Its leases tell limit, remaining,
/// reset and violations whether they are acquired or not (<see cref="RateLimitMetadataNames"/>), and <see cref="MetadataName.RetryAfter"/>
/// when they are not.
/// </summary>
public sealed class BackoffRateLimiter : RateLimiter
{
    private readonly RateLimitKey _key;
    private readonly RateLimitRule _rule;
    private readonly IRateLimitStore _store;
    private readonly TimeProvider _time;
    private long _lastUsed;
    private long _busyUntil;
    private long _successes;
    private long _failures;
    private int _remaining;

    /// <summary>Makes a limiter.</summary>
    /// <param name="options">The limit; what is null has the built-in value. Members about HTTP requests are not used.</param>
    /// <param name="key">Whose limit it is, in a store that is shared.</param>
    /// <param name="store">Where to count, or null to count in this instance.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <param name="policy">The policy's name in the store.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message names the member, its value and its range.</exception>
    public BackoffRateLimiter(
        RateLimitPolicyOptions options, RateLimitKey key = default, IRateLimitStore? store = null, TimeProvider? timeProvider = null,
        string policy = BackoffRateLimitingOptions.DefaultPolicyName)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(policy);
        if (BackoffRateLimitingOptionsValidator.FailuresOf(policy, options, options) is { Count: > 0 } failures)
        {
            throw new ArgumentException(string.Join(" ", failures), nameof(options));
        }

        _key = key;
        _rule = RateLimitRule.From(policy, options, options);
        _time = timeProvider ?? TimeProvider.System;
        _store = store ?? new MemoryRateLimitStore(_time, maxTrackedKeys: 1);
        _lastUsed = _time.GetTimestamp();
        _remaining = _rule.PermitLimit;
    }

    /// <summary>Null while there are counts or violations to remember, so that whoever drops idle limiters drops neither a window nor a block.</summary>
    public override TimeSpan? IdleDuration => _time.GetTimestamp() < Volatile.Read(ref _busyUntil)
        ? null
        : _time.GetElapsedTime(Volatile.Read(ref _lastUsed));

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics() => new()
    {
        CurrentAvailablePermits = Available(),
        TotalSuccessfulLeases = Interlocked.Read(ref _successes),
        TotalFailedLeases = Interlocked.Read(ref _failures),
    };

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ThrowIfAboveLimit(permitCount);
        if (permitCount > 0)
        {
            return _store.TryCheck(_key, _rule, permitCount, out var decision) ? Lease(decision) : new BackoffLease(isAcquired: false, decision: null);
        }

        var peek = _store.PeekAsync(_key, _rule, CancellationToken.None).AsTask();
        return peek.IsCompletedSuccessfully ? Look(peek.Result) : new BackoffLease(isAcquired: false, decision: null);
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ThrowIfAboveLimit(permitCount);
        return permitCount == 0
            ? Look(await _store.PeekAsync(_key, _rule, cancellationToken))
            : Lease(await _store.CheckAsync(_key, _rule, permitCount, cancellationToken));
    }

    /// <summary>As it is now where that is known without waiting, else as the last lease left it.</summary>
    private int Available() => _store is MemoryRateLimitStore memory ? memory.Peek(_key, _rule).Remaining : Volatile.Read(ref _remaining);

    private void ThrowIfAboveLimit(int permitCount)
    {
        if (permitCount > _rule.PermitLimit)
        {
            throw new ArgumentOutOfRangeException(nameof(permitCount), permitCount, $"The limit is {_rule.PermitLimit} permits: more can never be had at once.");
        }
    }

    private static BackoffLease Look(in RateLimitDecision decision) => new(decision is { IsAllowed: true, Remaining: > 0 }, decision);

    /// <summary>After how long the key's state is that of one never seen.</summary>
    private TimeSpan UntilForgotten(in RateLimitDecision decision)
    {
        var counters = decision.ResetAfter + (_rule.Algorithm == RateLimitAlgorithm.SlidingWindow ? _rule.Window : TimeSpan.Zero);
        return (counters > decision.RetryAfter ? counters : decision.RetryAfter) + decision.Violations * _rule.DecayInterval;
    }

    private BackoffLease Lease(in RateLimitDecision decision)
    {
        var now = _time.GetTimestamp();
        Volatile.Write(ref _lastUsed, now);
        Volatile.Write(ref _remaining, decision.Remaining);
        Volatile.Write(ref _busyUntil, now + (long)Math.Min(UntilForgotten(decision).TotalSeconds * _time.TimestampFrequency, long.MaxValue / 4));
        Interlocked.Increment(ref decision.IsAllowed ? ref _successes : ref _failures);
        return new BackoffLease(decision.IsAllowed, decision);
    }
}
