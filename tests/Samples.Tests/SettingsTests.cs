using Investigations.Api.Features.MultiTab;
using Investigations.Api.Features.Streaming;
using Investigations.Concurrency;
using Investigations.EventFeed;
using Investigations.RateLimiting;
using Investigations.Samples.Tests.Hosting;
using Investigations.Sse;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.Samples.Tests;

public class SettingsTests
{
    /// <summary>Flat name, section key, default, another value, and values that are refused.</summary>
    public static TheoryData<string, string, string, string, string[]> Settings() => new()
    {
        { "EVENT_FEED_DEFAULT_LIMIT", "EventFeed:DefaultLimit", "100", "55", ["0", "10001", "x", "1.5", ""] },
        { "EVENT_FEED_MAX_LIMIT", "EventFeed:MaxLimit", "1000", "2000", ["0", "10001", "x"] },
        { "EVENT_FEED_CURSOR_EXPIRY_DAYS", "EventFeed:CursorExpiryDays", "30", "3", ["0", "3651", "x"] },
        { "EVENT_FEED_ENABLE_DEDUP", "EventFeed:EnableDedup", "true", "false", ["maybe", "2"] },
        { "ENABLE_OPTIMISTIC_LOCKING", "Concurrency:Enabled", "true", "false", ["maybe"] },
        { "VERSION_HEADER_NAME", "Concurrency:HeaderName", "If-Match", "X-Version", ["a b", "a:b", ""] },
        { "SSE_HEARTBEAT_INTERVAL_SECONDS", "Sse:HeartbeatIntervalSeconds", "30", "15", ["0", "86401", "x", "-1"] },
        { "SSE_MAX_DURATION_SECONDS", "Sse:MaxDurationSeconds", "300", "60", ["0", "86401", "x"] },
        { "SSE_BATCH_SIZE", "Sse:BatchSize", "10", "20", ["0", "1001", "x"] },
        { "SSE_POLL_INTERVAL_SECONDS", "Sse:PollIntervalSeconds", "0.5", "0.25", ["0.04", "61", "x"] },
        { "SSE_RESPONSE_TIME_TARGET_MS", "Sse:ResponseTimeTargetMs", "200", "300", ["0", "60001", "x"] },
        { "RATE_LIMIT_MAX_REQUESTS", "RateLimiting:MaxRequests", "60", "7", ["0", "1000001", "x"] },
        { "RATE_LIMIT_WINDOW_SECONDS", "RateLimiting:WindowSeconds", "60", "30", ["0", "86401", "x"] },
        { "RATE_LIMIT_ENABLE_BACKOFF", "RateLimiting:EnableBackoff", "true", "false", ["maybe"] },
        { "MAX_CONCURRENT_POLLERS", "Polling:MaxConcurrentPollers", "10", "3", ["0", "1001", "x"] },
        { "POLLING_CACHE_TTL_SECONDS", "Polling:CacheTtlSeconds", "5", "0", ["-1", "3601", "x"] },
        { "ENABLE_POLLING_METRICS", "Polling:EnableMetrics", "true", "false", ["maybe"] },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Setting_ByDefault_BySection_ByFlatName_WinsInThatOrder(string flat, string section, string standard, string other, string[] refused)
    {
        Assert.NotEmpty(refused);
        Assert.Equal(standard, InForce(new ApiFactory(), section, withoutTestDefault: true));
        Assert.Equal(other, InForce(new ApiFactory().With(section, other), section, withoutTestDefault: true));
        Assert.Equal(other, InForce(new ApiFactory().With(flat, other), section, withoutTestDefault: flat != "RATE_LIMIT_MAX_REQUESTS"));
        Assert.Equal(other, InForce(new ApiFactory().With(section, standard).With(flat, other), section, withoutTestDefault: flat != "RATE_LIMIT_MAX_REQUESTS"));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Setting_OutOfItsRange_IsRefusedWithItsNameItsValueAndTheRange(string flat, string section, string standard, string other, string[] refused)
    {
        Assert.NotEqual(standard, other);
        foreach (var name in new[] { flat, section })
        {
            foreach (var value in refused)
            {
                using var factory = new ApiFactory().With(name, value);
                var failure = Assert.Single(Assert.Throws<OptionsValidationException>(() => Read(factory.Services, section)).Failures);
                Assert.Contains(name, failure, StringComparison.Ordinal);
                Assert.Contains($"'{value}'", failure, StringComparison.Ordinal);
                Assert.Contains("must be", failure, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', failure);
            }
        }
    }

    [Theory]
    [InlineData("RATE_LIMIT_MAX_REQUESTS", "many")]
    [InlineData("EVENT_FEED_MAX_LIMIT", "0")]
    [InlineData("SSE_POLL_INTERVAL_SECONDS", "0.01")]
    [InlineData("VERSION_HEADER_NAME", "If Match")]
    [InlineData("MAX_CONCURRENT_POLLERS", "1001")]
    [InlineData("SSE_RESPONSE_TIME_TARGET_MS", "soon")]
    public async Task Host_WithABadSetting_StopsAtStartWithOneLine(string name, string value)
    {
        await using var host = ApiProcess.StartWith((name, value));

        Assert.NotEqual(0, await host.ExitAsync());

        var line = Assert.Single(host.Errors, e => e.Length > 0);
        Assert.Contains(name, line, StringComparison.Ordinal);
        Assert.Contains(value, line, StringComparison.Ordinal);
        Assert.Empty(host.Output);
    }

    [Fact]
    public async Task Host_InProductionWithoutKeys_StopsAtStartWithOneLine()
    {
        await using var host = ApiProcess.StartWith(("ASPNETCORE_ENVIRONMENT", "Production"));

        Assert.NotEqual(0, await host.ExitAsync());

        Assert.Contains("SigningKeys", Assert.Single(host.Errors, e => e.Length > 0), StringComparison.Ordinal);
    }

    private static string InForce(ApiFactory factory, string section, bool withoutTestDefault)
    {
        using (factory)
        {
            if (withoutTestDefault)
            {
                factory.Without("RATE_LIMIT_MAX_REQUESTS");
            }

            return Read(factory.Services, section);
        }
    }

    private static string Read(IServiceProvider services, string section)
    {
        T Options<T>() where T : class => services.GetRequiredService<IOptions<T>>().Value;
        object value = section switch
        {
            "EventFeed:DefaultLimit" => Options<EventFeedOptions>().DefaultLimit,
            "EventFeed:MaxLimit" => Options<EventFeedOptions>().MaxLimit,
            "EventFeed:CursorExpiryDays" => Options<EventFeedOptions>().CursorLifetime.TotalDays,
            "EventFeed:EnableDedup" => Options<EventFeedOptions>().EnableDedup,
            "Concurrency:Enabled" => Options<OptimisticConcurrencyOptions>().Mode != ConcurrencyMode.Disabled,
            "Concurrency:HeaderName" => Options<OptimisticConcurrencyOptions>().HeaderName,
            "Sse:HeartbeatIntervalSeconds" => Options<SseOptions>().HeartbeatInterval.TotalSeconds,
            "Sse:MaxDurationSeconds" => Options<SseOptions>().MaxDuration.TotalSeconds,
            "Sse:BatchSize" => Options<SseOptions>().MaxBatchSize,
            "Sse:PollIntervalSeconds" => Options<SseOptions>().PollInterval.TotalSeconds,
            "Sse:ResponseTimeTargetMs" => Options<StreamingOptions>().ResponseTimeTarget.TotalMilliseconds,
            "RateLimiting:MaxRequests" => Options<BackoffRateLimitingOptions>().Default.PermitLimit!,
            "RateLimiting:WindowSeconds" => Options<BackoffRateLimitingOptions>().Default.Window!.Value.TotalSeconds,
            "RateLimiting:EnableBackoff" => Options<BackoffRateLimitingOptions>().Default.Backoff.Enabled ?? true,
            "Polling:MaxConcurrentPollers" => Options<PollingOptions>().MaxConcurrentPollers,
            "Polling:CacheTtlSeconds" => Options<PollingOptions>().CacheTtl.TotalSeconds,
            "Polling:EnableMetrics" => Options<PollingOptions>().EnableMetrics,
            _ => throw new ArgumentOutOfRangeException(nameof(section), section, null),
        };
        return Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!.Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal);
    }
}
