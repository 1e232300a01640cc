using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting.Tests;

public class ResilienceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StandardResilienceHandler_AsItComes_SucceedsWithItsFirstRetry(bool penalty)
    {
        await using var host = await RetryingHost.StartAsync(penalty);
        var services = new ServiceCollection();
        services.AddHttpClient("api").AddStandardResilienceHandler();
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("api");

        Assert.Equal("hello", await client.GetStringAsync(host.Address, TestContext.Current.CancellationToken));
        Assert.Equal([429, 200], host.Statuses);
    }
}
