using System.Net.Http.Json;
using System.Text.Json;

namespace Investigations.Concurrency.Tests;

/// <summary>Writers who submit the same version at once; and the helper that finds those who overwrite each other.</summary>
public sealed class WriteRaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static HttpRequestMessage Patch(string path, string version, string title) => new(HttpMethod.Patch, path)
    {
        Headers = { { "If-Match", version } },
        Content = JsonContent.Create(new { title }),
    };

    [Theory]
    [InlineData(32)]
    [InlineData(100)]
    public async Task SameVersion_ManyClients_ExactlyOneWins(int clients)
    {
        await using var app = await DocumentApi.StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address };

        var winner = await WriteRace.ExactlyOneWinsAsync(clients, (writer, token) => http.SendAsync(Patch("/documents/1", "\"3\"", $"writer {writer}"), token), Token);

        Assert.Equal(new Document("1", $"writer {winner}", 4), app.Documents()["1"]);
        Assert.Equal(1, app.Documents().Writes);
    }

    [Fact]
    public async Task Increments_ReadModifyRetry_LoseNone()
    {
        await using var app = await DocumentApi.StartAsync();
        app.Documents()["1"] = new("1", "0", 1);
        using var http = new HttpClient { BaseAddress = app.Address };

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var done = 0; done < 125;)
            {
                using var read = await http.GetAsync("/documents/1", Token);
                var count = int.Parse((await read.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("title").GetString()!, null);
                using var written = await http.SendAsync(Patch("/documents/1", read.Headers.ETag!.ToString(), $"{count + 1}"), Token);
                done += written.IsSuccessStatusCode ? 1 : 0;
                Assert.Contains((int)written.StatusCode, new[] { 200, 409 });
            }
        }));

        Assert.Equal(new Document("1", "1000", 1001), app.Documents()["1"]);
    }

    [Fact]
    public async Task Helper_StoreThatComparesFirstAndWritesLater_IsFound()
    {
        var version = 1L;
        var compared = new CountdownEvent(4);
        var all = new TaskCompletionSource();

        var found = await Assert.ThrowsAsync<WriteRaceException>(() => WriteRace.ExactlyOneWinsAsync(4, async (writer, _) =>
        {
            var matches = Volatile.Read(ref version) == 1;
            if (compared.Signal())
            {
                all.SetResult();
            }

            await all.Task;
            return matches ? VersionCommit.Committed(Interlocked.Increment(ref version), writer) : VersionCommit.Conflict(version);
        }, Token));

        Assert.Equal("4 of 4 writers with the same version won, instead of 1: 4 x Committed.", found.Message);
    }

    [Fact]
    public async Task Helper_LosersThatGetAnError_AreFound()
    {
        var first = 0;

        var found = await Assert.ThrowsAsync<WriteRaceException>(() => WriteRace.ExactlyOneWinsAsync(3, (_, _) =>
            Task.FromResult(new HttpResponseMessage(Interlocked.Increment(ref first) == 1 ? System.Net.HttpStatusCode.OK : System.Net.HttpStatusCode.InternalServerError)), Token));

        Assert.Equal("One writer won, but not all others got a conflict: 1 x 200, 2 x 500.", found.Message);
    }

    [Fact]
    public async Task Helper_LosersThatAreToldAnOldVersion_AreFound()
    {
        var first = 0;

        var found = await Assert.ThrowsAsync<WriteRaceException>(() => WriteRace.ExactlyOneWinsAsync(2, (writer, _) =>
            Task.FromResult(Interlocked.Increment(ref first) == 1 ? VersionCommit.Committed(2, writer) : VersionCommit.Conflict(1)), Token));

        Assert.Equal("The winner's version is \"2\", but a loser was told \"1\".", found.Message);
    }

    [Fact]
    public async Task Helper_OneWriter_IsNoRace() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            WriteRace.ExactlyOneWinsAsync(1, (writer, _) => Task.FromResult(VersionCommit.Committed(2, writer)), Token));
}
