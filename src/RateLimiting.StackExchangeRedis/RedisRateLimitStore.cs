using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>
/// Limits in Redis: one script call per check, on Redis' clock. What goes wrong there (no connection, no answer in time, an error) is never
/// thrown, but for a reset, and answered as <see cref="RedisRateLimitOptions.FailureMode"/> says.
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

    public ValueTask<RateLimitDecision> CheckAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        ThrowIfImpossible(rule, cost);
        if (_breaker.IsOpen)
        {
            Probe(key, rule, cost);
            return InsteadAsync(ScriptOperation.Check, key, rule, cost, cancellationToken);
        }

        return AskAsync(ScriptOperation.Check, key, rule, cost, cancellationToken);
    }

    public ValueTask<RateLimitDecision> PeekAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken) =>
        AskAsync(ScriptOperation.Peek, key, rule, 0, cancellationToken);

    public ValueTask<RateLimitDecision> ChargeAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken) =>
        AskAsync(ScriptOperation.Charge, key, rule, cost, cancellationToken);

    /// <summary>Forgets the key here and in Redis. Other nodes may remember a block for <see cref="RedisRateLimitOptions.BlockCacheDuration"/>.</summary>
    public async ValueTask ResetAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken)
    {
        await _local.ResetAsync(key, rule, cancellationToken);
        try
        {
            var database = await _connection.GetDatabaseAsync(cancellationToken);
            await database.KeyDeleteAsync(_script.NameOf(key, rule)).WaitAsync(_options.Timeout, _time, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(e, activity: null);
            throw;
        }
        finally
        {
            _blocks.Forget(key, rule);
        }
    }

    /// <summary>Redis' answer, or the one instead of it. One method, since each that is awaited on the way costs as much as its own work.</summary>
    private async ValueTask<RateLimitDecision> AskAsync(
        ScriptOperation operation, RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        if (_breaker.IsOpen)
        {
            return await InsteadAsync(operation, key, rule, cost, cancellationToken);
        }

        var askedAt = _time.GetTimestamp();
        using var activity = _tracing.Call(operation, rule.Policy);
        try
        {
            return Answered(await _script.CallAsync(operation, key, rule, cost, cancellationToken), operation, key, rule, cost, askedAt);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(e, activity);
        }

        return await InsteadAsync(operation, key, rule, cost, cancellationToken);
    }

    private RateLimitDecision Answered(RedisResult answer, ScriptOperation operation, in RateLimitKey key, RateLimitRule rule, int cost, long askedAt)
    {
        var decision = CheckScript.Read(answer, rule, out var isPenalty);
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

    private void Failed(Exception exception, Activity? activity)
    {
        RedisTracing.Failed(activity, exception);
        _metrics.Failed(exception);
        if (_breaker.Failed())
        {
            Log.BreakerOpened(_logger, _options.FailureMode, _options.BreakDuration.TotalSeconds, exception);
        }
    }

    private ValueTask<RateLimitDecision> InsteadAsync(
        ScriptOperation operation, RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        if (operation == ScriptOperation.Check)
        {
            TryInstead(key, rule, cost, out var decision);
            return new(decision);
        }

        return _options.FailureMode != RateLimitStoreFailureMode.LocalFallback ? new(NotCounted(rule))
            : operation == ScriptOperation.Peek ? _local.PeekAsync(key, rule, cancellationToken)
            : _local.ChargeAsync(key, rule, cost, cancellationToken);
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

    /// <summary>
    /// Finds out, beside the request, whether Redis counts again, by counting the request there, too. (A PING would do for a replica or a
    /// server without memory, which answer but do not count.)
    /// </summary>
    private void Probe(in RateLimitKey key, RateLimitRule rule, int cost)
    {
        if (_breaker.ShouldProbe())
        {
            _ = ProbeAsync(key, rule, cost);
        }
    }

    private async Task ProbeAsync(RateLimitKey key, RateLimitRule rule, int cost)
    {
        var askedAt = _time.GetTimestamp();
        using var activity = _tracing.Call(ScriptOperation.Check, rule.Policy);
        try
        {
            Answered(await _script.CallAsync(ScriptOperation.Check, key, rule, cost, CancellationToken.None), ScriptOperation.Check, key, rule, cost, askedAt);
        }
        catch (Exception e)
        {
            Failed(e, activity);
        }
    }
}
