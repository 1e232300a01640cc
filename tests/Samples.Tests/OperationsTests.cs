using System.Net;
using Investigations.Samples.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Samples.Tests;

public sealed class OperationsTests : IDisposable
{
    private readonly ApiFactory _api = new();

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_OfARunningHost_IsOk(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await _api.Anonymous().FetchAsync(path)).StatusCode);

    [Fact]
    public async Task Storage_ThatCannotBeOpened_MakesTheHostUnreadyAndItsAnswers503()
    {
        Assert.SkipWhen(StoreUnderTest.IsPostgres, "It is about a SQLite file.");
        await using var api = new ApiFactory().With("ConnectionStrings:Sqlite", "Data Source=/proc/no/such/place.db");

        Assert.Equal(HttpStatusCode.OK, (await api.Anonymous().FetchAsync("/healthz")).StatusCode);
        foreach (var pending in new[] { api.Anonymous().FetchAsync("/readyz"), api.As("alice").FetchAsync("/api/v1/investigations") })
        {
            var response = await pending;
            var problem = await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
            Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
            Assert.DoesNotContain("/proc", problem.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public Task Path_Unknown_IsAProblem() =>
        _api.Anonymous().FetchAsync("/api/v1/nothing/here").ProblemAsync(HttpStatusCode.NotFound, "not_found");

    [Fact]
    public async Task Method_Unknown_IsAProblemThatTellsTheKnownOnes()
    {
        var response = await _api.As("alice").SendAsync(HttpMethod.Put, "/api/v1/investigations", "{}");

        await response.ProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.NotEmpty(response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/event-stream")]
    public Task Error_ToAClientThatAcceptsSomethingElse_IsStillAProblem(string accept) =>
        _api.Anonymous().FetchAsync("/api/v1/investigations", ("Accept", accept)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

    [Fact]
    public async Task Page_IsServedWithSecurityHeaders()
    {
        var response = await _api.Anonymous().FetchAsync("/");

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Headers.NonValidated["X-Content-Type-Options"].ToString());
        Assert.DoesNotContain("unsafe-inline", response.Headers.NonValidated["Content-Security-Policy"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryEndpoint()
    {
        var document = await _api.Anonymous().FetchAsync("/openapi/v1.json").OkAsync();

        var described = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToHashSet();
        var mapped = _api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
            .Where(p => p.StartsWith("/api/", StringComparison.Ordinal));
        Assert.Empty(mapped.Except(described));
    }

    [Theory]
    [InlineData("/api/v1/investigation-state/{id}", "patch", "If-Match", "200 409 412", "400 428")]
    [InlineData("/api/v1/investigation-state/{id}", "get", "If-None-Match", "200 304 412", "")]
    [InlineData("/api/v1/investigation-state/{id}/version", "get", "If-None-Match", "200 304 412", "")]
    public async Task OpenApi_ShowsVersionsWithExamplesAndTags(string path, string method, string name, string tagged, string untagged)
    {
        var document = await _api.Anonymous().FetchAsync("/openapi/v1.json").OkAsync();

        var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method);
        var header = operation.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == name);
        Assert.Equal(("header", "\"3\""), (header.GetProperty("in").GetString(), header.GetProperty("example").GetString()));
        foreach (var status in $"{tagged} {untagged}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var hasTag = operation.GetProperty("responses").GetProperty(status).TryGetProperty("headers", out var headers) && headers.TryGetProperty("ETag", out _);
            Assert.Equal(tagged.Contains(status, StringComparison.Ordinal), hasTag);
        }
    }

    [Fact]
    public async Task Endpoint_OfTheApi_NeedsAToken()
    {
        var endpoints = _api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)).ToList();
        Assert.True(endpoints.Count > 20);

        foreach (var endpoint in endpoints)
        {
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("{id}", "x", StringComparison.Ordinal).Replace("{runId}", "y", StringComparison.Ordinal);
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Where(m => m != "HEAD"))
            {
                await _api.Anonymous().SendAsync(new HttpMethod(method), path, method == "GET" ? null : "{}")
                    .ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
            }
        }
    }
}
