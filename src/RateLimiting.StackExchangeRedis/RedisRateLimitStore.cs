using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>
/// Limits in Redis: one script call per check, on Redis' clock. What goes wrong there (no connection, no answer in time, an error) is never
/// thrown but answered as <see cref="RedisRateLimitOptions.FailureMode"/> says.
/// </summary>
internal sealed class RedisRateLimitStore : IRateLimitStore
{
    private readonly RedisConnection _connection;
    private readonly ScriptCaller _script;
    private readonly RedisRateLimitOptions _options;
    private readonly RedisMetrics _metrics;
    private readonly RedisTracing _tracing;
    private readonly ILogger<RedisRateLimitStore> _logger;
    private readonly TimeProvider _time;
    private readonly Breaker _breaker;
    private readonly BlockCache _blocks;
    private readonly MemoryRateLimitStore _local;

    public RedisRateLimitStore(
        RedisConnection connection, ScriptCaller script, IOptions<RedisRateLimitOptions> options, IOptions<BackoffRateLimitingOptions> limits,
        RedisMetrics metrics, RedisTracing tracing, TimeProvider time, ILogger<RedisRateLimitStore> logger)
    {
        _connection = connection;
        _script = script;
        _options = options.Value;
        _metrics = metrics;
        _tracing = tracing;
        _logger = logger;
        _time = time;
        _breaker = new Breaker(_options.FailuresBeforeBreak, _options.BreakDuration, time);
        _blocks = new BlockCache(_options.BlockCacheDuration, time);
        _local = new MemoryRateLimitStore(time, limits.Value.MaxTrackedKeys);
    }

    public bool TryCheck(in RateLimitKey key, RateLimitRule rule, int cost, out RateLimitDecision decision)
    {
        ThrowIfImpossible(rule, cost);
        if (_breaker.IsOpen)
        {
            Probe(key, rule, cost);
            return TryInstead(key, rule, cost, out decision);
        }

        return _blocks.TryGet(key, rule, cost, out decision);
    }

    public async ValueTask<RateLimitDecision> CheckAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        ThrowIfImpossible(rule, cost);
        if (_breaker.IsOpen)
        {
            Probe(key, rule, cost);
        }
        else if (await AskAsync(ScriptOperation.Check, key, rule, cost, cancellationToken) is { } decision)
        {
            return decision;
        }

        TryInstead(key, rule, cost, out var instead);
        return instead;
    }

    public async ValueTask<RateLimitDecision> PeekAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken) =>
        !_breaker.IsOpen && await AskAsync(ScriptOperation.Peek, key, rule, 0, cancellationToken) is { } decision ? decision
        : _options.FailureMode == RateLimitStoreFailureMode.LocalFallback ? await _local.PeekAsync(key, rule, cancellationToken)
        : NotCounted(rule);

    public async ValueTask<RateLimitDecision> ChargeAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken) =>
        !_breaker.IsOpen && await AskAsync(ScriptOperation.Charge, key, rule, cost, cancellationToken) is { } decision ? decision
        : _options.FailureMode == RateLimitStoreFailureMode.LocalFallback ? await _local.ChargeAsync(key, rule, cost, cancellationToken)
        : NotCounted(rule);

    /// <summary>Forgets the key here and in Redis. Other nodes may remember a block for <see cref="RedisRateLimitOptions.BlockCacheDuration"/>.</summary>
    public async ValueTask ResetAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken)
    {
        _blocks.Remove(key, rule);
        await _local.ResetAsync(key, rule, cancellationToken);
        try
        {
            var database = await _connection.GetDatabaseAsync(cancellationToken);
            await database.KeyDeleteAsync(_script.NameOf(key, rule)).WaitAsync(_options.Timeout, _time, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(e);
        }
    }

    private async ValueTask<RateLimitDecision?> AskAsync(
        ScriptOperation operation, RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        var askedAt = _time.GetTimestamp();
        using var activity = _tracing.Call(operation, rule.Policy);
        try
        {
            var (decision, isPenalty) = CheckScript.Read(await _script.CallAsync(operation, key, rule, cost, cancellationToken), rule);
            _metrics.Answered(_time.GetElapsedTime(askedAt));
            if (operation == ScriptOperation.Charge)
            {
                // What is given back may let the next one pass.
                _blocks.Remove(key, rule);
            }
            else if (operation == ScriptOperation.Check && !decision.IsAllowed && (isPenalty || cost == 1))
            {
                _blocks.Add(key, rule, decision, isPenalty, askedAt);
            }

            if (_breaker.Succeeded())
            {
                Log.BreakerClosed(_logger);
            }

            return decision;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            RedisTracing.Failed(activity, e);
            Failed(e);
            return null;
        }
    }

    private bool TryInstead(in RateLimitKey key, RateLimitRule rule, int cost, out RateLimitDecision decision)
    {
        _metrics.Fallback(_options.FailureMode);
        if (_options.FailureMode == RateLimitStoreFailureMode.LocalFallback)
        {
            return _local.TryCheck(key, rule, cost, out decision);
        }

        decision = NotCounted(rule);
        return true;
    }

    /// <summary>A cost that can never fit is the caller's mistake, and no violation of whoever is counted.</summary>
    private static void ThrowIfImpossible(RateLimitRule rule, int cost)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cost, rule.PermitLimit);
    }

    private RateLimitDecision NotCounted(RateLimitRule rule) => _options.FailureMode == RateLimitStoreFailureMode.FailClosed
        ? new() { Outcome = RateLimitOutcome.Unavailable, Limit = rule.PermitLimit, RetryAfter = _options.BreakDuration }
        : new() { Outcome = RateLimitOutcome.Uncounted, Limit = rule.PermitLimit, Remaining = rule.PermitLimit };

    private void Failed(Exception exception)
    {
        _metrics.Failed(exception);
        if (_breaker.Failed())
        {
            Log.BreakerOpened(_logger, _options.FailureMode, _options.BreakDuration.TotalSeconds, exception);
        }
    }

    /// <summary>
    /// Finds out, beside the request, whether Redis counts again, by counting the request there, too. (A PING would do for a replica or a
    /// server without memory, which answer but do not count.)
    /// </summary>
    private void Probe(in RateLimitKey key, RateLimitRule rule, int cost)
    {
        if (_breaker.ShouldProbe())
        {
            _ = AskAsync(ScriptOperation.Check, key, rule, cost, CancellationToken.None).AsTask();
        }
    }
}
