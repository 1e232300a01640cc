using System.Net;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Samples.Tests;

/// <summary>Cursors that have outlived what they point into, on the page and on the stream.</summary>
public sealed class CursorLifeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("investigations-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("30", 29, HttpStatusCode.OK)]
    [InlineData("30", 32, HttpStatusCode.Gone)]
    [InlineData("2", 4, HttpStatusCode.Gone)]
    public async Task Cursor_OlderThanItsLife_IsGoneAndSaysWhereToStartOver(string days, int age, HttpStatusCode expected)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var api = new ApiFactory { Time = time }.With("EVENT_FEED_CURSOR_EXPIRY_DAYS", days).OnSocket();
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();
        await alice.AppendAsync(id, new { id = "a", type = "t", run_id = "r" });
        var path = $"/api/v1/investigations/{id}/events?run_id=r";
        var cursor = (await alice.FetchAsync(path).OkAsync()).Text("next")!;

        time.Advance(TimeSpan.FromDays(age));
        var response = await alice.FetchAsync($"{path}&cursor={cursor}");

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Gone)
        {
            await ResumesAsync(alice, response, "cursor_expired");
            await using var stream = await SseReader.OpenAsync(alice, $"/api/v1/investigations/{id}/runs/r/stream", cursor);
            await IsResetAsync(stream, "cursor_expired");
            Assert.Equal("a", SseReader.IdOf(await stream.NextAsync()));
        }
    }

    [Fact]
    public async Task Cursor_OfAFeedThatWasRestoredToAnEarlierDay_IsGone()
    {
        Assert.SkipWhen(StoreUnderTest.IsPostgres, "It is about a SQLite file.");
        var file = Path.Combine(_folder.FullName, "live.db");
        var backup = Path.Combine(_folder.FullName, "backup.db");
        string id, cursor;
        await using (var api = On(file))
        {
            id = await api.As("alice").CreateInvestigationAsync();
            await api.As("alice").AppendAsync(id, new { id = "kept", type = "t" });
            await using var source = new SqliteConnection($"Data Source={file}");
            await source.OpenAsync(ApiClient.Cancellation);
            await using var copy = source.CreateCommand();
            copy.CommandText = $"VACUUM INTO '{backup}'";
            await copy.ExecuteNonQueryAsync(ApiClient.Cancellation);
            await api.As("alice").AppendAsync(id, new { id = "lost", type = "t" });
            cursor = (await api.As("alice").FetchAsync($"/api/v1/investigations/{id}/events").OkAsync()).Text("next")!;
        }

        SqliteConnection.ClearAllPools();
        await using var restored = On(backup).OnSocket();
        var alice = restored.As("alice");
        await ResumesAsync(alice, await alice.FetchAsync($"/api/v1/investigations/{id}/events?cursor={cursor}"), "feed_reset");

        // The position is given again, to another event: the cursor must not take it for its own.
        await alice.AppendAsync(id, new { id = "other", type = "t" });
        await ResumesAsync(alice, await alice.FetchAsync($"/api/v1/investigations/{id}/events?cursor={cursor}"), "feed_reset");
        await using var stream = await SseReader.OpenAsync(alice, $"/api/v1/investigations/{id}/runs/_all/stream", cursor);
        await IsResetAsync(stream, "feed_reset");
        Assert.Equal(["kept", "other"], (await stream.TakeAsync(2)).Select(SseReader.IdOf));
    }

    private static ApiFactory On(string file) => new ApiFactory().With("ConnectionStrings:Sqlite", $"Data Source={file}");

    private static async Task ResumesAsync(HttpClient client, HttpResponseMessage response, string code)
    {
        var problem = await response.ProblemAsync(HttpStatusCode.Gone, code);
        Assert.True(response.Headers.CacheControl?.NoStore);
        var again = await client.FetchAsync(problem.Text("resume")!).OkAsync();
        Assert.Equal(JsonValueKind.Array, again.GetProperty("events").ValueKind);
    }

    private static async Task IsResetAsync(SseReader stream, string reason)
    {
        var reset = await stream.NextAsync();
        Assert.Equal("reset", reset.EventType);
        using var data = JsonDocument.Parse(reset.Data);
        Assert.Equal(reason, data.RootElement.Text("reason"));
    }
}
