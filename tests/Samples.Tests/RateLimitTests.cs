using System.Globalization;
using System.Net;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Samples.Tests;

public sealed class RateLimitTests
{
    private const string Test = "/api/v1/rate-limit/test-limit";

    [Fact]
    public async Task Response_ThatWasCounted_CarriesTheHeaders()
    {
        await using var api = Limited(5);

        var response = await api.As("alice").FetchAsync(Test);

        var answer = await response.JsonAsync();
        Assert.True(answer.GetProperty("allowed").GetBoolean());
        Assert.Equal("default", answer.Text("policy"));
        Assert.Equal(5, answer.Number("limit"));
        Assert.Equal(4, answer.Number("remaining"));
        Assert.Equal("5", Header(response, "X-RateLimit-Limit"));
        Assert.Equal("4", Header(response, "X-RateLimit-Remaining"));
        Assert.Equal(answer.Number("reset").ToString(CultureInfo.InvariantCulture), Header(response, "X-RateLimit-Reset"));
        Assert.Contains("\"default\";q=5;w=60", Header(response, "RateLimit-Policy"), StringComparison.Ordinal);
        Assert.StartsWith("\"default\";r=4;t=", Header(response, "RateLimit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limit_Exceeded_BlocksUntilTheWindowEnds_ThenLongerEachTime()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var api = new ApiFactory { Time = time }.With("RATE_LIMIT_MAX_REQUESTS", "2");
        var alice = api.As("alice");

        foreach (var (violations, seconds) in new[] { (1, 60), (2, 60), (3, 120) })
        {
            Assert.Equal(HttpStatusCode.OK, (await alice.FetchAsync(Test)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await alice.PostAsync(Test, "{}")).StatusCode);
            var rejected = await alice.FetchAsync(Test);
            var problem = await rejected.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
            Assert.Equal("default", problem.Text("policy"));
            Assert.Equal(violations, problem.Number("violations"));
            Assert.Equal(seconds, problem.Number("retry_after_seconds"));
            Assert.Equal(TimeSpan.FromSeconds(seconds), rejected.Headers.RetryAfter?.Delta);
            Assert.True(rejected.Headers.CacheControl?.NoStore);
            Assert.Equal("0", Header(rejected, "X-RateLimit-Remaining"));

            time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(HttpStatusCode.TooManyRequests, (await alice.FetchAsync(Test)).StatusCode);
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Unauthorized_IsCountedByAddress()
    {
        await using var api = Limited(2);

        for (var i = 0; i < 2; i++)
        {
            var refused = await api.Anonymous().FetchAsync("/api/v1/investigations");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("2", Header(refused, "X-RateLimit-Limit"));
        }

        await api.Anonymous().FetchAsync("/api/v1/investigations").ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal(HttpStatusCode.OK, (await api.As("alice").FetchAsync("/api/v1/investigations")).StatusCode);
    }

    [Fact]
    public async Task Users_AreCountedApart()
    {
        await using var api = Limited(1);

        Assert.Equal(HttpStatusCode.OK, (await api.As("alice").FetchAsync(Test)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await api.As("bob").FetchAsync(Test)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await api.As("alice").FetchAsync(Test)).StatusCode);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/")]
    public async Task Path_ThatIsNotCounted_CarriesNoHeaders(string path)
    {
        await using var api = Limited(1);

        for (var i = 0; i < 3; i++)
        {
            var response = await api.Anonymous().FetchAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.Contains("X-RateLimit-Limit"));
        }
    }

    [Fact]
    public async Task SignOut_OfABlockedCaller_IsNotCounted()
    {
        await using var api = Limited(1);
        var alice = api.As("alice");
        await alice.FetchAsync(Test);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await alice.FetchAsync(Test)).StatusCode);

        var signedOut = await alice.SendAsync(HttpMethod.Delete, "/api/v1/session");

        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
        Assert.False(signedOut.Headers.Contains("X-RateLimit-Limit"));
    }

    [Fact]
    public async Task Ingestion_HasRoomOfItsOwn_TenTimesTheDefaults()
    {
        await using var api = Limited(3);
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();

        var appended = await alice.PostAsync($"/api/v1/investigations/{id}/events", """{"type":"t"}""");
        var polled = await alice.FetchAsync($"/api/v1/multi-tab/investigations/{id}/state");

        Assert.Equal("30", Header(appended, "X-RateLimit-Limit"));
        Assert.Contains("\"append\";q=30", Header(appended, "RateLimit-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"default\"", Header(appended, "RateLimit-Policy"), StringComparison.Ordinal);
        Assert.Equal("30", Header(polled, "X-RateLimit-Limit"));
        Assert.Equal("1", Header(await alice.FetchAsync(Test), "X-RateLimit-Remaining"));
    }

    [Fact]
    public async Task Ingestion_Configured_KeepsWhatIsConfigured()
    {
        await using var api = Limited(3).With("RateLimiting:Policies:append:MaxRequests", "7");
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();

        var appended = await alice.PostAsync($"/api/v1/investigations/{id}/events", """{"type":"t"}""");

        Assert.Equal("7", Header(appended, "X-RateLimit-Limit"));
    }

    [Fact]
    public async Task Status_OfACaller_ConsumesNothing()
    {
        await using var api = Limited(5);
        var alice = api.As("alice");
        await alice.FetchAsync(Test);

        JsonElement standing = default;
        for (var i = 0; i < 10; i++)
        {
            var status = await alice.FetchAsync("/api/v1/rate-limit/status").OkAsync();
            standing = status.GetProperty("policies").EnumerateArray().Single(p => p.Text("policy") == "default");
        }

        Assert.Equal(5, standing.Number("limit"));
        Assert.Equal(4, standing.Number("remaining"));
        Assert.Equal(0, standing.Number("violations"));
        Assert.Equal(JsonValueKind.Null, standing.GetProperty("blocked_until").ValueKind);
        Assert.InRange(standing.Number("reset_after_seconds"), 1, 60);
        Assert.True(standing.Number("reset") > 0);
    }

    [Fact]
    public async Task Config_AndHeadersExample_DescribeTheLivePolicies()
    {
        await using var api = Limited(5).With("RATE_LIMIT_WINDOW_SECONDS", "30");
        var alice = api.As("alice");

        var config = await alice.FetchAsync("/api/v1/rate-limit/config").OkAsync();
        var policy = config.GetProperty("policies").EnumerateArray().Single(p => p.Text("policy") == "default");
        Assert.Equal("fixed_window", policy.Text("algorithm"));
        Assert.Equal(5, policy.Number("limit"));
        Assert.Equal(30, policy.Number("window_seconds"));
        Assert.Equal(["enabled", "base_seconds", "factor", "max_seconds"], policy.GetProperty("backoff").EnumerateObject().Select(m => m.Name));
        Assert.Equal(30, policy.GetProperty("backoff").Number("base_seconds"));
        Assert.Contains(config.GetProperty("policies").EnumerateArray(), p => p.Text("policy") == "append");
        Assert.Contains(config.GetProperty("policies").EnumerateArray(), p => p.Text("policy") == "poll");

        var example = await alice.FetchAsync("/api/v1/rate-limit/headers-example");
        var text = await example.Content.ReadAsStringAsync(ApiClient.Cancellation);
        Assert.Equal(HttpStatusCode.OK, example.StatusCode);
        Assert.All(["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "RateLimit-Policy", "Retry-After"],
            name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backoff_SwitchedOff_BlocksOnlyForTheWindow()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var api = new ApiFactory { Time = time }.With("RATE_LIMIT_MAX_REQUESTS", "1").With("RATE_LIMIT_ENABLE_BACKOFF", "false");
        var alice = api.As("alice");
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await alice.FetchAsync(Test)).StatusCode);
            var rejected = await alice.FetchAsync(Test);
            Assert.Equal(TimeSpan.FromSeconds(60), rejected.Headers.RetryAfter?.Delta);
            time.Advance(TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public async Task Errors_OfEveryKind_CarryTheHeadersToo()
    {
        await using var api = Limited(100);
        var alice = api.As("alice");

        foreach (var response in new[]
        {
            await alice.FetchAsync("/api/v1/unknown"),
            await alice.SendAsync(HttpMethod.Put, "/api/v1/investigations", "{}"),
            await alice.PostAsync("/api/v1/investigations", "{"),
            await alice.FetchAsync("/api/v1/investigation-state/none"),
        })
        {
            Assert.Equal("100", Header(response, "X-RateLimit-Limit"));
        }
    }

    private static ApiFactory Limited(int requests) =>
        new ApiFactory().With("RATE_LIMIT_MAX_REQUESTS", requests.ToString(CultureInfo.InvariantCulture));

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.NonValidated[name]);
}
