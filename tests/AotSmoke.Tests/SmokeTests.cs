using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using Investigations.Testing;

namespace Investigations.AotSmoke.Tests;

/// <summary>Every package that says it can be compiled ahead of time, over HTTP from a host that was.</summary>
public abstract class SmokeTests(PublishedHost published, PostgresFixture postgres) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aot-smoke-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Publishing_AllPackages_WarnsOfNothing()
    {
        await using var host = await published.StartAsync(_folder.FullName);

        Assert.DoesNotContain("warning", published.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Concurrency_InThePublishedHost_RefusesWritesAndAnswersPolls()
    {
        await using var host = await published.StartAsync(_folder.FullName);

        Assert.Equal((428, null), await SendAsync(host, "PATCH", "/documents/1", body: new("mine")));
        Assert.Equal((400, null), await SendAsync(host, "PATCH", "/documents/1", ("If-Match", "\"1"), new("mine")));
        Assert.Equal((200, "\"2\""), await SendAsync(host, "PATCH", "/documents/1", ("If-Match", "\"1\""), new("mine")));
        Assert.Equal((409, "\"2\""), await SendAsync(host, "PATCH", "/documents/1", ("If-Match", "\"1\""), new("theirs")));
        Assert.Equal((304, "\"2\""), await SendAsync(host, "GET", "/documents/1", ("If-None-Match", "\"2\"")));
        Assert.Equal((200, "\"2\""), await SendAsync(host, "GET", "/documents/1/version"));
        Assert.Equal((409, "\"7\""), await SendAsync(host, "POST", "/conflict"));
        Assert.Contains("\"previous_version\":1", await host.Client.GetStringAsync(new Uri("/documents/1/version-history", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventFeed_OnSqlite_AppendsReadsAndStreams()
    {
        await using var host = await published.StartAsync(_folder.FullName);

        await FeedWorksAsync(host);
    }

    [Fact]
    public async Task EventFeed_OnPostgreSql_AppendsReadsAndStreams()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var host = await published.StartAsync(_folder.FullName, ("ConnectionStrings__Postgres", database));

        await FeedWorksAsync(host);
    }

    [Fact]
    public async Task Sse_InThePublishedHost_FansOutAChannel()
    {
        await using var host = await published.StartAsync(_folder.FullName);
        await using var stream = await OpenAsync(host, "/ticks");

        (await host.Client.PostAsync(new Uri("/ticks?value=7", UriKind.Relative), null, Token)).EnsureSuccessStatusCode();

        var tick = await FirstAsync(stream);
        Assert.Equal(("tick", """{"value":7}"""), (tick.EventType, tick.Data));
    }

    [Fact]
    public async Task RateLimiting_InMemory_LimitsAndTells()
    {
        await using var host = await published.StartAsync(_folder.FullName);

        await LimitsWorkAsync(host);
    }

    [Fact]
    public async Task RateLimiting_InRedis_LimitsAndTells()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var host = await published.StartAsync(_folder.FullName, ("ConnectionStrings__Redis", redis.Connection));

        await LimitsWorkAsync(host);
        Assert.NotEqual(0, (int)await redis.ExecuteAsync("DBSIZE"));
    }

    [Fact]
    public async Task ConformanceSuite_InThePublishedHost_PassesItsCases()
    {
        await using var host = await published.StartAsync(_folder.FullName);

        Assert.NotEmpty((await host.Client.GetFromJsonAsync<string[]>("/conformance", Token))!);
    }

    private static async Task FeedWorksAsync(RunningHost host)
    {
        var append = new Uri("/feeds/one/events?id=a1", UriKind.Relative);
        var first = await host.Client.PostAsync(append, null, Token);
        var again = await host.Client.PostAsync(append, null, Token);
        Assert.Equal(("Appended", "Duplicate"), (await first.Content.ReadAsStringAsync(Token), await again.Content.ReadAsStringAsync(Token)));

        var page = await host.Client.GetStringAsync(new Uri("/feeds/one/events?limit=1", UriKind.Relative), Token);
        Assert.Contains("\"id\":\"a1\"", page, StringComparison.Ordinal);
        Assert.Equal((400, null), await SendAsync(host, "GET", "/feeds/one/events?cursor=forged"));

        await using var stream = await OpenAsync(host, "/feeds/one/stream");
        var item = await FirstAsync(stream);
        Assert.Equal(("thing_happened", """{"n":1}"""), (item.EventType, item.Data));
    }

    private static async Task LimitsWorkAsync(RunningHost host)
    {
        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((await SendAsync(host, "POST", i == 1 ? "/framework-login" : "/login")).Status);
        }

        Assert.Equal([200, 200, 429], statuses);
        Assert.Contains("\"policy\":\"login\"", await host.Client.GetStringAsync(new Uri("/rate-limit/status", UriKind.Relative), Token), StringComparison.Ordinal);
        Assert.Contains("\"algorithm\":\"fixed_window\"", await host.Client.GetStringAsync(new Uri("/rate-limit/config", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    private static Task<Stream> OpenAsync(RunningHost host, string path) => host.Client.GetStreamAsync(new Uri(path, UriKind.Relative), Token);

    private static async Task<SseItem<string>> FirstAsync(Stream stream) => await SseParser.Create(stream).EnumerateAsync(Token).FirstAsync(Token);

    private static async Task<(int Status, string? Tag)> SendAsync(
        RunningHost host, string method, string path, (string Name, string Value)? header = null, Change? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        if (header is { } given)
        {
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        }

        using var response = await host.Client.SendAsync(request, Token);
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        return ((int)response.StatusCode, response.Headers.ETag?.Tag);
    }

    private sealed record Change(string Title);
}
