using System.Net;
using Investigations.RateLimiting.StackExchangeRedis;
using Investigations.Samples.Tests.Hosting;
using Investigations.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Samples.Tests;

/// <summary>Two hosts that share a Redis.</summary>
public sealed class RedisTests
{
    private const string Test = "/api/v1/rate-limit/test-limit";

    [Fact]
    public async Task Hosts_OnOneRedis_AdmitTheLimitTogether_AndGoOnWithoutIt()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var first = On(redis);
        await using var second = On(redis);
        Assert.Equal(HttpStatusCode.OK, (await first.Anonymous().FetchAsync("/readyz")).StatusCode);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add((await (i % 2 == 0 ? first : second).As("alice").FetchAsync(Test)).StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 6), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 4)], answers);

        redis.Stop();
        Assert.Equal(HttpStatusCode.OK, (await first.As("bob").FetchAsync(Test)).StatusCode);
        await first.Anonymous().FetchAsync("/readyz").ProblemAsync(HttpStatusCode.ServiceUnavailable, "redis_unavailable");
        Assert.Equal(HttpStatusCode.OK, (await first.Anonymous().FetchAsync("/healthz")).StatusCode);
    }

    private static ApiFactory On(RedisServer redis) =>
        new ApiFactory { Change = Patient }.With("RATE_LIMIT_MAX_REQUESTS", "6").With("ConnectionStrings:Redis", redis.Connection);

    // On a busy machine a check can take longer than its usual 50 ms, and would be decided without Redis.
    private static void Patient(IServiceCollection services) =>
        services.PostConfigure<RedisRateLimitOptions>(options => options.Timeout = TimeSpan.FromSeconds(5));
}
