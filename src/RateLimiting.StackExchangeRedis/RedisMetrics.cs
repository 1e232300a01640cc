using System.Diagnostics.Metrics;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>Instruments named <c>investigations.rate_limiting.redis.*</c>, with few tag values.</summary>
internal sealed class RedisMetrics
{
    public const string MeterName = "Investigations.RateLimiting.StackExchangeRedis";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _fallbacks;

    public RedisMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram("investigations.rate_limiting.redis.duration", "s", "Time of script calls that were answered.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05] });
        _failures = meter.CreateCounter<long>("investigations.rate_limiting.redis.failures", "{failure}", "Calls that failed, by reason.");
        _fallbacks = meter.CreateCounter<long>("investigations.rate_limiting.redis.fallbacks", "{check}", "Checks that were answered without Redis, by mode.");
    }

    public void Answered(TimeSpan duration) => _duration.Record(duration.TotalSeconds);

    public void Failed(Exception exception) => _failures.Add(1, new KeyValuePair<string, object?>("reason", exception switch
    {
        RedisConnectionException => "connection",
        TimeoutException => "timeout",
        RedisServerException => "error",
        _ => "other",
    }));

    public void Fallback(RateLimitStoreFailureMode mode) => _fallbacks.Add(1, new KeyValuePair<string, object?>("mode", mode switch
    {
        RateLimitStoreFailureMode.LocalFallback => "local",
        RateLimitStoreFailureMode.FailOpen => "open",
        _ => "closed",
    }));
}
