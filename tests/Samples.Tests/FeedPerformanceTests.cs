using System.Net;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class FeedPerformanceTests : AlicesCase
{
    [Fact]
    public async Task Performance_OfAFeed_IsMeasured()
    {
        await FillAsync(5);

        var measured = await Alice.FetchAsync($"{Events}/performance?samples=5").OkAsync();

        Assert.Equal(["samples", "min_ms", "p50_ms", "p95_ms", "max_ms", "target_ms", "met"], measured.EnumerateObject().Select(m => m.Name));
        Assert.Equal(5, measured.Number("samples"));
        Assert.True(measured.GetProperty("min_ms").GetDouble() > 0);
        Assert.True(measured.GetProperty("min_ms").GetDouble() <= measured.GetProperty("p50_ms").GetDouble());
        Assert.Equal(200, measured.GetProperty("target_ms").GetDouble());
        Assert.Equal(20, (await Alice.FetchAsync($"{Events}/performance").OkAsync()).Number("samples"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999999999999999999999999999")]
    public Task Performance_OfABadNumberOfSamples_IsRefused(string samples) =>
        Alice.FetchAsync($"{Events}/performance?samples={samples}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");
}
