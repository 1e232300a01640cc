using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Options_WithoutConfiguration_AreTheDefaults()
    {
        var options = Read([]);
        Assert.Equal((100, 1000, 30.0, true), (options.DefaultLimit, options.MaxLimit, options.CursorLifetime.TotalDays, options.EnableDedup));
        Assert.Empty(options.CursorKeys);
    }

    [Fact]
    public void Options_FromSectionFlatNameAndCode_TakeTheLast()
    {
        Dictionary<string, string?> settings = new()
        {
            ["EventFeed:DefaultLimit"] = "5",
            ["EVENT_FEED_DEFAULT_LIMIT"] = "6",
            ["EventFeed:MaxLimit"] = "7",
            ["EVENT_FEED_CURSOR_EXPIRY_DAYS"] = "8",
            ["EVENT_FEED_ENABLE_DEDUP"] = "false",
            ["EventFeed:HeadPollIntervalSeconds"] = "0.5",
        };
        var options = Read(settings, static o => o.MaxLimit = 9);
        Assert.Equal((6, 9, 8.0, false, 0.5), (options.DefaultLimit, options.MaxLimit, options.CursorLifetime.TotalDays, options.EnableDedup, options.HeadPollInterval.TotalSeconds));
    }

    [Fact]
    public void CursorKeys_InASection_AreReadInOrder()
    {
        var options = Read(new()
        {
            ["EventFeed:CursorKeys:0:Id"] = "b",
            ["EventFeed:CursorKeys:0:Key"] = Convert.ToBase64String(new byte[32]),
            ["EventFeed:CursorKeys:1:Id"] = "a",
            ["EventFeed:CursorKeys:1:Key"] = Convert.ToBase64String(new byte[16]),
        });
        Assert.Equal(["b", "a"], options.CursorKeys.Select(static key => key.Id));
        Assert.Equal([32, 16], options.CursorKeys.Select(static key => key.Key.Length));
    }

    [Theory]
    [InlineData("EVENT_FEED_DEFAULT_LIMIT", "0")]
    [InlineData("EVENT_FEED_DEFAULT_LIMIT", "10001")]
    [InlineData("EVENT_FEED_MAX_LIMIT", "many")]
    [InlineData("EVENT_FEED_CURSOR_EXPIRY_DAYS", "3651")]
    [InlineData("EVENT_FEED_CURSOR_EXPIRY_DAYS", "0.5")]
    [InlineData("EVENT_FEED_ENABLE_DEDUP", "maybe")]
    [InlineData("EventFeed:HeadPollIntervalSeconds", "0.01")]
    public void Setting_OutOfRange_IsNamedWithItsValue(string name, string value)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read(new() { [name] = value }));
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "not base64!")]
    [InlineData("x", "c2hvcnQ=")]
    [InlineData("", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void CursorKey_ThatIsNone_IsRefusedWithoutShowingIt(string id, string key)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read(new() { ["EventFeed:CursorKeys:0:Id"] = id, ["EventFeed:CursorKeys:0:Key"] = key }));
        Assert.Contains("EventFeed:CursorKeys:0", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_OutOfRange_IsRefused()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read([], static o => { o.MaxLimit = -1; o.CursorKeys.Add(new("k", new byte[3])); }));
        Assert.Equal(2, exception.Failures.Count());
    }

    [Fact]
    public void DefaultLimit_AboveTheMost_IsTheMost()
    {
        var options = Read(new() { ["EVENT_FEED_MAX_LIMIT"] = "50" });
        Assert.Equal((100, 50), (options.DefaultLimit, options.MaxLimit));
    }

    private static EventFeedOptions Read(Dictionary<string, string?> settings, Action<EventFeedOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddEventFeed(configure).UseInMemory();
        if (settings.Count > 0)
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        }

        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<EventFeedOptions>>().Value;
    }
}
