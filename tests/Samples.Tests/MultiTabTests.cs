using System.Net;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class MultiTabTests : AlicesCase
{
    private string Path => $"/api/v1/multi-tab/investigations/{Id}";

    [Fact]
    public async Task State_Polled_IsTheStateWithItsInterval()
    {
        var response = await Alice.FetchAsync($"{Path}/state");

        var polled = await response.JsonAsync();
        var state = await Alice.FetchAsync($"/api/v1/investigation-state/{Id}").OkAsync();
        Assert.Equal(
            [.. state.EnumerateObject().Select(m => $"{m.Name}={m.Value}"), $"poll_interval_seconds={polled.GetProperty("poll_interval_seconds")}"],
            polled.EnumerateObject().Select(m => $"{m.Name}={m.Value}"));
        Assert.Equal("\"1\"", response.ETag());
        Assert.Equal(HttpStatusCode.NotModified, (await Alice.FetchAsync($"{Path}/state", ("If-None-Match", "\"1\""))).StatusCode);
    }

    [Fact]
    public async Task State_Changed_IsSeenByTheNextPoll()
    {
        Assert.Equal(HttpStatusCode.NotModified, (await Alice.FetchAsync($"{Path}/state", ("If-None-Match", "\"1\""))).StatusCode);

        await Alice.PatchAsync(Id, "1", """{"progress":5}""").OkAsync();

        var polled = await Alice.FetchAsync($"{Path}/state", ("If-None-Match", "\"1\""));
        Assert.Equal(HttpStatusCode.OK, polled.StatusCode);
        Assert.Equal("\"2\"", polled.ETag());
    }

    [Fact]
    public async Task Events_Polled_AreThoseOfTheEventsEndpoint()
    {
        await Alice.AppendAsync(Id, new { id = "a", type = "t", run_id = "r" }, new { id = "b", type = "t" });

        var polled = await Alice.FetchAsync($"{Path}/events?run_id=r").OkAsync();

        Assert.Equal("a", Assert.Single(polled.GetProperty("events").EnumerateArray()).Text("id"));
        var direct = await Alice.FetchAsync($"/api/v1/investigations/{Id}/events?run_id=r&cursor={polled.Text("next")}").OkAsync();
        Assert.Equal(0, direct.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Pollers_BeyondTheLimit_AreToldToComeBack()
    {
        await using var api = new ApiFactory().With("MAX_CONCURRENT_POLLERS", "2").OnSocket();
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();
        var polls = Enumerable.Range(0, 3)
            .Select(_ => alice.FetchAsync($"/api/v1/multi-tab/investigations/{id}/events?wait=30")).ToList();

        // Whichever comes third is refused at once, while the other two wait.
        var refused = await Task.WhenAny(polls);
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "too_many_pollers");
        Assert.Equal(TimeSpan.FromSeconds(1), (await refused).Headers.RetryAfter?.Delta);
        await alice.FetchAsync($"/api/v1/multi-tab/investigations/{id}/state").ProblemAsync(HttpStatusCode.TooManyRequests, "too_many_pollers");
        Assert.Equal(HttpStatusCode.OK, (await alice.FetchAsync($"/api/v1/investigation-state/{id}")).StatusCode);

        await alice.AppendAsync(id, new { type = "t" });
        polls.Remove(refused);
        Assert.All(await Task.WhenAll(polls), r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await alice.FetchAsync($"/api/v1/multi-tab/investigations/{id}/state")).StatusCode);
    }

    [Fact]
    public async Task Validation_ByTabs_ComparesWhatEachRead()
    {
        await Alice.AppendAsync(Id, new { type = "t" });

        var answer = await Alice.PostAsync($"{Path}/validate-multi-tab?num_tabs=7", "").OkAsync();

        Assert.Equal(["num_tabs", "consistent", "versions", "etags", "heads", "elapsed_ms"], answer.EnumerateObject().Select(m => m.Name));
        Assert.Equal(7, answer.Number("num_tabs"));
        Assert.True(answer.GetProperty("consistent").GetBoolean());
        Assert.Equal(Enumerable.Repeat("\"1\"", 7), answer.GetProperty("etags").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(7, answer.GetProperty("versions").GetArrayLength());
        Assert.Equal(7, answer.GetProperty("heads").GetArrayLength());
        Assert.Equal(5, (await Alice.PostAsync($"{Path}/validate-multi-tab", "").OkAsync()).Number("num_tabs"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("51")]
    [InlineData("x")]
    [InlineData("-1")]
    public Task Validation_OfABadNumberOfTabs_IsRefused(string tabs) =>
        Alice.PostAsync($"{Path}/validate-multi-tab?num_tabs={tabs}", "").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");

    [Fact]
    public async Task Configuration_TellsTheValuesInForce()
    {
        await using var api = new ApiFactory()
            .With("MAX_CONCURRENT_POLLERS", "3").With("Polling:CacheTtlSeconds", "9").With("ENABLE_POLLING_METRICS", "false");

        var configuration = await api.As("alice").FetchAsync("/api/v1/multi-tab/configuration").OkAsync();

        Assert.Equal(["stateless", "max_concurrent_pollers", "cache_ttl_seconds", "poll_interval_seconds", "metrics_enabled"],
            configuration.EnumerateObject().Select(m => m.Name));
        Assert.True(configuration.GetProperty("stateless").GetBoolean());
        Assert.Equal(3, configuration.Number("max_concurrent_pollers"));
        Assert.Equal(9, configuration.Number("cache_ttl_seconds"));
        Assert.False(configuration.GetProperty("metrics_enabled").GetBoolean());
    }
}
