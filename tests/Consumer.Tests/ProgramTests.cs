using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using Investigations.Consumer.Tests.Workspace;
using Investigations.Testing;
using Npgsql;

namespace Investigations.Consumer.Tests;

/// <summary>What the pages show beside their first program.</summary>
[Collection(SharedWorkspace.Name)]
public sealed class ProgramTests(ConsumerWorkspace workspace, PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Concurrency_OnADatabase_HasOneWinnerAmongTheRacers()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var create = source.CreateCommand("CREATE TABLE article (id text PRIMARY KEY, title text, version bigint); INSERT INTO article VALUES ('1', 'Draft', 1)");
        await create.ExecuteNonQueryAsync(Token);
        await using var host = await workspace.StartAsync("Concurrency.Database", ("ConnectionStrings__Articles", database));

        await Command.RunAsync(workspace.FolderOf("Concurrency.Database"), "dotnet", workspace.AssemblyOf("Concurrency.Database"), "race", host.Address.ToString());

        Assert.Equal(HttpStatusCode.NotFound, await PatchAsync(host, "/articles/2", "title", "\"1\""));
        var version = await host.Client.GetStringAsync(new Uri("/articles/1/version", UriKind.Relative), Token);
        Assert.Contains("\"article_id\":\"1\",\"version\":2", version, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/articles/1", "title")]
    [InlineData("/orders/1", "status")]
    public async Task Controllers_OfThePages_RefuseWriteAndAnswerConflicts(string path, string member)
    {
        await using var host = await workspace.StartAsync("Controllers");

        Assert.Equal(HttpStatusCode.PreconditionRequired, await PatchAsync(host, path, member, null));
        Assert.Equal(HttpStatusCode.OK, await PatchAsync(host, path, member, "\"1\""));
        Assert.Equal(HttpStatusCode.Conflict, await PatchAsync(host, path, member, "\"1\""));
    }

    [Fact]
    public async Task Controllers_OfTheRateLimitingPage_AreLimited()
    {
        await using var host = await workspace.StartAsync("Controllers");

        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync(new Uri("/account/login", UriKind.Relative), null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await host.Client.PostAsync(new Uri("/account/login", UriKind.Relative), null, Token)).StatusCode);
        Assert.DoesNotContain((await host.Client.GetAsync(new Uri("/account/alive", UriKind.Relative), Token)).Headers, header => header.Key == "X-RateLimit-Limit");
    }

    [Fact]
    public async Task Document_OfTheTransformer_ShowsExamples()
    {
        await using var host = await workspace.StartAsync("Controllers");

        Assert.Contains("\"\\\"3\\\"\"", await host.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Channel_WithASource_IsWokenByAWrite()
    {
        await using var host = await workspace.StartAsync("Sse.Source");
        await using var body = await host.Client.GetStreamAsync(new Uri("/orders/17", UriKind.Relative), Token);
        await using var items = SseParser.Create(body).EnumerateAsync(Token).GetAsyncEnumerator(Token);

        (await host.Client.PostAsync(new Uri("/orders/17", UriKind.Relative), null, Token)).EnsureSuccessStatusCode();

        Assert.True(await items.MoveNextAsync());
        Assert.Equal("order", items.Current.EventType);
    }

    [Fact]
    public async Task Handler_OfTheSsePage_StopsAClientThatHasEverything()
    {
        await using var host = await workspace.StartAsync("Sse.Source");

        using var over = await host.Client.GetAsync(new Uri("/jobs/7/log?last_event_id=3", UriKind.Relative), Token);
        var rest = await host.Client.GetStringAsync(new Uri("/jobs/7/log?last_event_id=2", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.NoContent, over.StatusCode);
        Assert.Contains("data: job 7 after 2\n", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suite_OfTheTestingPage_IsRunByXunit()
    {
        var output = await Command.RunAsync(workspace.FolderOf("EventFeed.Testing"), "dotnet", workspace.AssemblyOf("EventFeed.Testing"));

        Assert.Matches(@"Total: [1-9]\d*, Errors: 0, Failed: 0", output);
    }

    [Theory]
    [InlineData("limiter")]
    [InlineData("backoff")]
    public async Task Migration_OfLimits_KeepsTheLimit(string variant)
    {
        await using var host = await StartMigrationAsync(variant);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((await host.Client.PostAsync(new Uri("/login", UriKind.Relative), null, Token)).StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    [Theory]
    [InlineData("events", "1")]
    [InlineData("sse", "3")]
    public async Task Migration_OfStreams_Resumes(string variant, string expected)
    {
        await using var host = await StartMigrationAsync(variant);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ticks") { Headers = { { "Last-Event-ID", "2" } } };
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

        var first = await SseParser.Create(await response.Content.ReadAsStreamAsync(Token)).EnumerateAsync(Token).FirstAsync(Token);

        Assert.Equal(("tick", expected), (first.EventType, first.Data));
    }

    [Theory]
    [InlineData("by-hand", null, HttpStatusCode.OK)]
    [InlineData("by-hand", "3", HttpStatusCode.OK)]
    [InlineData("concurrency", null, HttpStatusCode.PreconditionRequired)]
    [InlineData("concurrency", "3", HttpStatusCode.Conflict)]
    [InlineData("concurrency", "\"1\"", HttpStatusCode.OK)]
    public async Task Migration_OfVersions_StopsOverwriting(string variant, string? ifMatch, HttpStatusCode expected)
    {
        await using var host = await StartMigrationAsync(variant);

        Assert.Equal(expected, await SendAsync(host, HttpMethod.Put, "/articles/1", "title", ifMatch));
    }

    [Fact]
    public async Task Migration_OfHistory_CanBeRepeated()
    {
        await using var host = await StartMigrationAsync("feed");
        const string history = """[{"id":"e1","order":"17","type":"paid","at":"2026-01-01T00:00:00Z","data":{}}]""";

        for (var i = 0; i < 2; i++)
        {
            using var content = new StringContent(history, new MediaTypeHeaderValue("application/json"));
            (await host.Client.PostAsync(new Uri("/import", UriKind.Relative), content, Token)).EnsureSuccessStatusCode();
        }

        var page = await host.Client.GetStringAsync(new Uri("/orders/17/events", UriKind.Relative), Token);
        Assert.Equal(2, page.Split("\"id\":\"e1\"").Length);
        Assert.Contains("\"occurred_at\":\"2026-01-01T00:00:00.000Z\"", page, StringComparison.Ordinal);
    }

    private Task<RunningHost> StartMigrationAsync(string variant) =>
        RunningHost.StartAsync(Directory.CreateDirectory(Path.Combine(workspace.FolderOf("Migration"), variant)).FullName, "dotnet", [workspace.AssemblyOf("Migration"), variant]);

    private static Task<HttpStatusCode> PatchAsync(RunningHost host, string path, string member, string? ifMatch) => SendAsync(host, HttpMethod.Patch, path, member, ifMatch);

    private static async Task<HttpStatusCode> SendAsync(RunningHost host, HttpMethod method, string path, string member, string? ifMatch)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(new Dictionary<string, string> { [member] = "changed" }) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await host.Client.SendAsync(request, Token);
        return response.StatusCode;
    }
}
