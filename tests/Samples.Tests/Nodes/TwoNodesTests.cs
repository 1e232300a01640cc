using System.Net;
using Investigations.EventFeed.PostgreSql;
using Investigations.Samples.Tests.Hosting;
using Investigations.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Samples.Tests.Nodes;

/// <summary>Two hosts that share nothing but a PostgreSQL database.</summary>
public sealed class TwoNodesTests(PostgresFixture postgres)
{
    // A real clock, because the database's notifications come in real time; the bound is generous.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Patch_OnOneNode_IsSeenByThePollsOfAnother_ToldOfItOrNot(bool notify)
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = Node(database, notify);
        await using var second = Node(database, notify);
        var id = await first.As("alice").CreateInvestigationAsync();
        var poller = second.As("alice");

        for (var version = 1; version <= 3; version++)
        {
            Assert.Equal(HttpStatusCode.NotModified, (await PollAsync(poller, id, version)).StatusCode);

            await first.As("alice").PatchAsync(id, $"{version}", $$"""{"progress":{{version}}}""").OkAsync();

            Assert.Equal($"\"{version + 1}\"", await UntilChangedAsync(poller, id, version));
        }
    }

    [Fact]
    public async Task Event_SeenOnAnotherNode_IsNeverAheadOfTheStateThere()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = Node(database, notify: true);
        await using var second = Node(database, notify: true).OnSocket();
        var writer = first.As("alice");
        var id = await writer.CreateInvestigationAsync();
        var reader = second.As("alice");
        await using var stream = await SseReader.OpenAsync(reader, $"/api/v1/investigations/{id}/runs/_all/stream");

        for (var version = 1; version <= 30; version++)
        {
            await PollAsync(reader, id, version);
            await writer.PatchAsync(id, $"{version}", $$"""{"progress":{{version}}}""").OkAsync();

            Assert.Equal("state_changed", (await stream.NextAsync()).EventType);
            Assert.Equal($"\"{version + 1}\"", (await PollAsync(reader, id, version)).ETag());
        }
    }

    [Fact]
    public async Task Stream_OfAnotherNode_IsWokenLongBeforeItsNextPoll()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = Node(database, notify: true);
        await using var second = Node(database, notify: true).With("SSE_POLL_INTERVAL_SECONDS", "60").OnSocket();
        var id = await first.As("alice").CreateInvestigationAsync();
        await using var run = await SseReader.OpenAsync(second.As("alice"), $"/api/v1/investigations/{id}/runs/r/stream");
        await using var all = await SseReader.OpenAsync(second.As("alice"), $"/api/v1/investigations/{id}/runs/_all/stream");

        await first.As("alice").AppendAsync(id, new { id = "a", type = "t", run_id = "r" });

        Assert.Equal("a", SseReader.IdOf(await run.NextAsync()));
        Assert.Equal("a", SseReader.IdOf(await all.NextAsync()));
    }

    [Fact]
    public async Task WhatOneNodeHandsOut_IsUnderstoodByAnother()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = Node(database, notify: true);
        await using var second = Node(database, notify: true);
        var id = await first.As("alice").CreateInvestigationAsync();
        await first.As("alice").AppendAsync(id, [.. Enumerable.Range(0, 10).Select(i => new { id = $"e{i}", type = "t" })]);

        var seen = new List<string?>();
        var next = "";
        for (var i = 0; i < 5; i++)
        {
            var page = await (i % 2 == 0 ? first : second).As("alice").FetchAsync($"/api/v1/investigations/{id}/events?limit=2{next}").OkAsync();
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(e => e.Text("id")));
            next = $"&cursor={page.Text("next")}";
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"e{i}"), seen);

        var login = await first.As("alice").SendAsync(HttpMethod.Post, "/api/v1/session");
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie")).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, (await second.Anonymous().FetchAsync("/api/v1/investigations", ("Cookie", cookie))).StatusCode);
    }

    private static ApiFactory Node(string database, bool notify) =>
        new ApiFactory { Change = services => services.Configure<PostgreSqlFeedOptions>(feed => feed.Notify = notify) }
            .With("ConnectionStrings:Postgres", database)
            .With("POLLING_CACHE_TTL_SECONDS", "3600");

    private static Task<HttpResponseMessage> PollAsync(HttpClient client, string id, long version) =>
        client.FetchAsync($"/api/v1/multi-tab/investigations/{id}/state", ("If-None-Match", $"\"{version}\""));

    private static async Task<string> UntilChangedAsync(HttpClient client, string id, long version)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ApiClient.Cancellation);
        bound.CancelAfter(Patience);
        while (true)
        {
            var answer = await PollAsync(client, id, version);
            if (answer.StatusCode != HttpStatusCode.NotModified)
            {
                return answer.ETag();
            }

            await Task.Delay(20, bound.Token);
        }
    }
}
