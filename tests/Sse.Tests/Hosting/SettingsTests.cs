using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Investigations.Sse.Tests;

public class SettingsTests
{
    [Fact]
    public void Options_NoConfiguration_AreTheDefaults()
    {
        var options = Options(configuration: null);
        Assert.Equal(TimeSpan.FromSeconds(30), options.HeartbeatInterval);
        Assert.Equal(TimeSpan.FromSeconds(300), options.MaxDuration);
        Assert.Equal(10, options.MaxBatchSize);
        Assert.Equal(TimeSpan.FromSeconds(0.5), options.PollInterval);
    }

    [Fact]
    public void Options_SectionFlatNameAndCode_WinInThisOrder()
    {
        var options = Options(
            new() { ["Sse:HeartbeatIntervalSeconds"] = "11", ["Sse:MaxDurationSeconds"] = "12", ["SSE_MAX_DURATION_SECONDS"] = "13", ["SSE_BATCH_SIZE"] = "14", ["SSE_POLL_INTERVAL_SECONDS"] = "0.05" },
            o => o.MaxBatchSize = 15);
        Assert.Equal(11, options.HeartbeatInterval.TotalSeconds);
        Assert.Equal(13, options.MaxDuration.TotalSeconds);
        Assert.Equal(15, options.MaxBatchSize);
        Assert.Equal(0.05, options.PollInterval.TotalSeconds);
    }

    [Theory]
    [InlineData("SSE_HEARTBEAT_INTERVAL_SECONDS", "0", "1 to 86400")]
    [InlineData("SSE_MAX_DURATION_SECONDS", "86401", "1 to 86400")]
    [InlineData("SSE_MAX_DURATION_SECONDS", "soon", "1 to 86400")]
    [InlineData("SSE_BATCH_SIZE", "1001", "1 to 1000")]
    [InlineData("SSE_BATCH_SIZE", "1.5", "1 to 1000")]
    [InlineData("SSE_POLL_INTERVAL_SECONDS", "0.04", "0.05 to 60")]
    [InlineData("Sse:MaxConnections", "0", "1 to")]
    [InlineData("Sse:RetryJitter", "1.1", "0 to 1")]
    public async Task Options_BadValue_StopsTheHostWithItsNameValueAndRange(string name, string value, string range)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new(name, value), new("urls", "http://127.0.0.1:0")]);
        builder.Logging.ClearProviders();
        builder.Services.AddSse();
        await using var app = builder.Build();
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(range, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_BadValueInCode_IsRefused()
    {
        AssertRefused(o => o.HeartbeatInterval = TimeSpan.Zero, "HeartbeatInterval");
        AssertRefused(o => o.MaxDuration = TimeSpan.Zero, "MaxDuration");
        AssertRefused(o => o.MaxDuration = TimeSpan.FromSeconds(-5), "MaxDuration");
        AssertRefused(o => o.MaxBatchSize = 0, "MaxBatchSize");
        AssertRefused(o => o.HeartbeatEventType = "a\nb", "HeartbeatEventType");
        AssertRefused(o => o.ErrorEventType = "", "ErrorEventType");
        AssertRefused(o => o.RetryJitter = double.NaN, "RetryJitter");
        AssertRefused(o => o.LastEventIdQueryName = "", "LastEventIdQueryName");
        AssertRefused(o => o.ClientKey = null!, "ClientKey");
        Assert.Equal(TimeSpan.MaxValue, Options(null, o => o.MaxDuration = TimeSpan.MaxValue).MaxDuration);
        Assert.Equal(Timeout.InfiniteTimeSpan, Options(null, o => o.MaxDuration = Timeout.InfiniteTimeSpan).MaxDuration);
    }

    [Fact]
    public void ChannelOptions_BadValue_NamesTheChannels()
    {
        var services = new ServiceCollection().AddLogging().AddSseChannels<string, int>(c => c.ReplayCapacity = 0);
        var exception = Assert.Throws<OptionsValidationException>(() => services.BuildServiceProvider().GetRequiredService<IOptions<SseChannelOptions<string, int>>>().Value);
        Assert.Contains("Channels of String and Int32: ReplayCapacity is '0'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Use_WithoutAdd_NamesTheMethodToCall()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        Assert.Contains("AddSse()", Assert.Throws<InvalidOperationException>(() => app.UseSse()).Message, StringComparison.Ordinal);
        Assert.Contains("AddSseChannels<Int32, String>()", Assert.Throws<InvalidOperationException>(() => app.MapSse<int, string>("/", _ => 1)).Message, StringComparison.Ordinal);
        Assert.Contains("AddSseChannels<String, Int32>()", Assert.Throws<InvalidOperationException>(() => app.MapSse<int>("/", "a")).Message, StringComparison.Ordinal);
        Assert.Contains("AddSseChannels<string, T>()", Assert.Throws<InvalidOperationException>(() => app.MapSse("/", "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapSse_SeveralKindsOfNamedChannels_AsksWhich()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSseChannels<string, string>().AddSseChannels<string, int>().AddSseChannels<string, int>();
        await using var app = builder.Build();
        Assert.Contains("MapSse<T>", Assert.Throws<InvalidOperationException>(() => app.MapSse("/", "a")).Message, StringComparison.Ordinal);
        app.MapSse<int>("/", "a");
    }

    private static void AssertRefused(Action<SseOptions> configure, string name) =>
        Assert.Contains(name, Assert.Throws<OptionsValidationException>(() => Options(null, configure)).Message, StringComparison.Ordinal);

    private static SseOptions Options(Dictionary<string, string?>? configuration, Action<SseOptions>? configure = null)
    {
        var services = new ServiceCollection().AddSse(configure);
        if (configuration is not null)
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        }

        return services.BuildServiceProvider().GetRequiredService<IOptions<SseOptions>>().Value;
    }
}
