using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting.Tests;

public class RateLimitsTests
{
    [Fact]
    public async Task Reset_OfABlockedCaller_LetsItPass()
    {
        await using var host = await TestHost.StartAsync(static o => o.Default.PermitLimit = 1);
        await host.StatusesAsync(2, user: "alice");
        var limits = host.Services.GetRequiredService<IRateLimits>();
        Assert.Equal(RateLimitOutcome.Blocked, (await limits.PeekAsync("default", RateLimitKey.ForUser("alice"), TestContext.Current.CancellationToken)).Outcome);

        await limits.ResetAsync("Default", RateLimitKey.ForUser("alice"), TestContext.Current.CancellationToken);

        Assert.Equal((RateLimitOutcome.Allowed, 1), await limits.PeekAsync("default", RateLimitKey.ForUser("alice"), TestContext.Current.CancellationToken) is var d ? (d.Outcome, d.Remaining) : default);
        Assert.Equal([200], await host.StatusesAsync(1, user: "alice"));
    }

    [Fact]
    public async Task Policy_ThatDoesNotExist_IsRefusedNamingThoseThatDo()
    {
        await using var host = await TestHost.StartAsync();
        var limits = host.Services.GetRequiredService<IRateLimits>();

        var refused = await Assert.ThrowsAsync<ArgumentException>(async () => await limits.ResetAsync("lgoin", RateLimitKey.ForUser("alice"), TestContext.Current.CancellationToken));

        Assert.Contains("'lgoin', only 'default'", refused.Message, StringComparison.Ordinal);
    }
}
