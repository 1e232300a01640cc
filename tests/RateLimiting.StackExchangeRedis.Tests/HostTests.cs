using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

public class HostTests(RedisFixture redis)
{
    [Fact]
    public async Task TwoHosts_OnOneRedis_AdmitTheLimitTogetherAndAgreeOnTheReset()
    {
        var prefix = $"test:{Guid.NewGuid():N}:";
        await using var first = await StartAsync(await redis.ConnectionAsync(), o => o.KeyPrefix = prefix);
        await using var second = await StartAsync(await redis.ConnectionAsync(), o => o.KeyPrefix = prefix);

        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => GetAsync(i % 2 == 0 ? first : second)));

        Assert.Equal(10, responses.Count(static r => r.StatusCode == HttpStatusCode.OK));
        Assert.Single(responses.Select(static r => r.Headers.GetValues("X-RateLimit-Reset").Single()).Distinct());
    }

    [Fact]
    public async Task FailClosed_WithoutRedis_AnswersServiceUnavailable()
    {
        await using var app = await StartAsync("127.0.0.1:1,connectTimeout=200", static o => (o.FailureMode, o.Timeout) = (RateLimitStoreFailureMode.FailClosed, TimeSpan.FromMilliseconds(300)));

        using var response = await GetAsync(app);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
        Assert.False(response.Headers.Contains("RateLimit"));
        Assert.Contains("rate_limiter_unavailable", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RateLimitStoreFailureMode.FailOpen)]
    [InlineData(RateLimitStoreFailureMode.FailClosed)]
    public async Task Status_WithoutRedis_TellsThatNothingIsCounted(RateLimitStoreFailureMode mode)
    {
        await using var app = await StartAsync("127.0.0.1:1,connectTimeout=200", o => (o.FailureMode, o.Timeout) = (mode, TimeSpan.FromMilliseconds(300)));

        using var response = await GetAsync(app, "/rate-limit/status");

        Assert.Equal("""{"policies":[{"policy":"default","limit":10,"remaining":null,"reset":null,"reset_after_seconds":null,"violations":null,"blocked_until":null}]}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Options_ThatAreImpossible_StopTheHostWithTheValue()
    {
        var unconnected = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("x", static o => o.Configuration = null));
        var hasty = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("x", static o => o.Timeout = TimeSpan.Zero));

        Assert.Contains("ConnectionMultiplexerFactory", unconnected.Message, StringComparison.Ordinal);
        Assert.Contains("Timeout is 00:00:00", hasty.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis:6379,password=secret,colour=red")]
    [InlineData("password=secret")]
    public async Task Connection_ThatIsNoConnectionString_StopsTheHostWithoutTellingThePassword(string connection)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(connection));

        Assert.Contains("Configuration is no connection string", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registration_InEitherOrder_ReplacesTheMemoryStore()
    {
        var services = new ServiceCollection();
        services.AddBackoffRateLimiting().AddStackExchangeRedis(static o =>
        {
            o.ConnectionMultiplexerFactory = static services => Task.FromResult(services.GetRequiredService<IConnectionMultiplexer>());
            o.FailureMode = RateLimitStoreFailureMode.FailClosed;
        });
        services.AddBackoffRateLimiting();
        await using var provider = services.BuildServiceProvider();

        Assert.IsType<RedisRateLimitStore>(provider.GetRequiredService<IRateLimitStore>());
    }

    private static async Task<WebApplication> StartAsync(string connection, Action<RedisRateLimitOptions>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddBackoffRateLimiting(static o => o.Default.PermitLimit = 10).AddStackExchangeRedis(o =>
        {
            o.Configuration = connection;
            o.Timeout = TimeSpan.FromSeconds(10);
            configure?.Invoke(o);
        });
        var app = builder.Build();
        app.UseRouting();
        app.UseBackoffRateLimiting();
        app.MapGet("/", static (HttpContext _) => Task.CompletedTask);
        app.MapRateLimitEndpoints();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<HttpResponseMessage> GetAsync(WebApplication app, string path = "/")
    {
        using var client = new HttpClient();
        return await client.GetAsync(new Uri(new Uri(app.Urls.First()), path), TestContext.Current.CancellationToken);
    }
}
