using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.RateLimiting.Tests;

public class SettingsTests
{
    [Fact]
    public void Options_WithoutConfiguration_HaveTheDefaults()
    {
        var rule = Policies([]).Default.Rule;

        Assert.Equal((60, 60d, RateLimitAlgorithm.FixedWindow, true), (rule.PermitLimit, rule.Window.TotalSeconds, rule.Algorithm, rule.BackoffEnabled));
        Assert.Equal((60d, 2d, 3600d, 600d), (rule.BasePenalty.TotalSeconds, rule.Factor, rule.MaxPenalty.TotalSeconds, rule.DecayInterval.TotalSeconds));
    }

    [Fact]
    public void Options_WithoutAnyConfigurationService_HaveTheDefaults()
    {
        using var services = new ServiceCollection().AddBackoffRateLimiting().Services.BuildServiceProvider();

        Assert.Equal(60, services.GetRequiredService<RateLimitGate>().Policies.Default.Rule.PermitLimit);
    }

    [Fact]
    public void Settings_OfAllKinds_ComeInTheOrderSectionFlatNameCode()
    {
        var settings = new Dictionary<string, string?>
        {
            ["RateLimiting:MaxRequests"] = "10",
            ["RateLimiting:WindowSeconds"] = "20",
            ["RateLimiting:EnableBackoff"] = "true",
            ["RateLimiting:Algorithm"] = "TokenBucket",
            ["RateLimiting:Backoff:Factor"] = "3",
            ["RATE_LIMIT_WINDOW_SECONDS"] = "30",
            ["RATE_LIMIT_ENABLE_BACKOFF"] = "false",
        };

        var rule = Policies(settings, static o => o.Default.Backoff.MaxPenalty = TimeSpan.FromMinutes(5)).Default.Rule;

        Assert.Equal((10, 30d, false), (rule.PermitLimit, rule.Window.TotalSeconds, rule.BackoffEnabled));
        Assert.Equal((RateLimitAlgorithm.TokenBucket, 3d, 5d), (rule.Algorithm, rule.Factor, rule.MaxPenalty.TotalMinutes));
    }

    [Fact]
    public void Policy_InConfiguration_IsThereBeforeTheDelegateAsks()
    {
        var settings = new Dictionary<string, string?>
        {
            ["RateLimiting:Policies:APPEND:MaxRequests"] = "7",
            ["RateLimiting:Policies:extra:WindowSeconds"] = "5",
            ["RATE_LIMIT_MAX_REQUESTS"] = "50",
        };

        var policies = Policies(settings, static o =>
        {
            o.AddPolicy("append", p => p.PermitLimit ??= o.Default.PermitLimit * 10);
            o.AddPolicy("poll", p => p.PermitLimit ??= o.Default.PermitLimit * 10);
        });

        Assert.Equal(
            [("default", 50, 60d), ("extra", 50, 5d), ("append", 7, 60d), ("poll", 500, 60d)],
            policies.All.Select(static p => (p.Name, p.Rule.PermitLimit, p.Rule.Window.TotalSeconds)));
    }

    [Theory]
    [InlineData("RATE_LIMIT_MAX_REQUESTS", "0", "from 1 to 1000000")]
    [InlineData("RATE_LIMIT_MAX_REQUESTS", "1000001", "from 1 to 1000000")]
    [InlineData("RATE_LIMIT_MAX_REQUESTS", "many", "from 1 to 1000000")]
    [InlineData("RATE_LIMIT_WINDOW_SECONDS", "86401", "from 1 to 86400")]
    [InlineData("RATE_LIMIT_ENABLE_BACKOFF", "maybe", "true or false")]
    [InlineData("RateLimiting:MaxRequests", "-1", "from 1 to 1000000")]
    [InlineData("RateLimiting:Algorithm", "Leaky", "FixedWindow")]
    [InlineData("RateLimiting:Policies:login:WindowSeconds", "0", "from 1 to 86400")]
    public async Task Setting_ThatIsNotValid_StopsTheHostWithNameValueAndRange(string name, string value, string range)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(settings: new() { [name] = value }));

        Assert.Contains($"{name} is '{value}', but must be", refused.Message, StringComparison.Ordinal);
        Assert.Contains(range, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RateLimiting:Policies:de fault")]
    [InlineData("RateLimiting:Policies:default")]
    public async Task Policy_OfANameThatNoneMayHave_StopsTheHost(string policy)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(settings: new() { [$"{policy}:WindowSeconds"] = "1" }));

        Assert.Contains($"{policy} can't name a policy", refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<RateLimitPolicyOptions>> Impossible => new()
    {
        { "PermitLimit is 0", static p => p.PermitLimit = 0 },
        { "Window is 00:00:00", static p => p.Window = TimeSpan.Zero },
        { "Window is 10675199.", static p => p.Window = TimeSpan.MaxValue },
        { "Window is -", static p => p.Window = TimeSpan.FromSeconds(-1) },
        { "Backoff.Factor is 0.5", static p => p.Backoff.Factor = 0.5 },
        { "Backoff.Factor is NaN", static p => p.Backoff.Factor = double.NaN },
        { "Backoff.BasePenalty is 02:00:00", static p => p.Backoff.BasePenalty = TimeSpan.FromHours(2) },
        { "Backoff.JitterRatio is 2", static p => p.Backoff.JitterRatio = 2 },
        { "Backoff.DecayInterval is 00:00:00", static p => p.Backoff.DecayInterval = TimeSpan.Zero },
        { "Algorithm is 9", static p => p.Algorithm = (RateLimitAlgorithm)9 },
        { "Backoff must not be null", static p => p.Backoff = null! },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task Option_ThatIsImpossible_StopsTheHostNamingPolicyAndValue(string complaint, Action<RateLimitPolicyOptions> break_)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(o => o.AddPolicy("login", break_)));

        Assert.Contains("'login'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_ThatAnEndpointNamesButNobodyAdded_StopsTheHost()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(
            map: static app => app.MapGet("/x", static (HttpContext _) => Task.CompletedTask).WithRateLimit("lgoin")));

        Assert.Contains("'lgoin'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Use_WithoutAdd_NamesWhatToCall()
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        var refused = Assert.Throws<InvalidOperationException>(() => new ApplicationBuilder(services).UseBackoffRateLimiting());

        Assert.Contains("AddBackoffRateLimiting", refused.Message, StringComparison.Ordinal);
    }

    private static PolicySet Policies(Dictionary<string, string?> settings, Action<BackoffRateLimitingOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.AddBackoffRateLimiting(configure).Services.BuildServiceProvider();
        return provider.GetRequiredService<RateLimitGate>().Policies;
    }
}
