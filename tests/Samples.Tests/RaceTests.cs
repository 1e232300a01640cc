using System.Net;
using Investigations.Concurrency;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

/// <summary>Real races over real sockets: many writers of one version, and only one may win.</summary>
public sealed class RaceTests : IDisposable
{
    private readonly ApiFactory _api = new ApiFactory().OnSocket();

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData(32)]
    [InlineData(100)]
    public async Task Patch_OfOneVersionByManyClients_IsWonByExactlyOne(int writers)
    {
        var id = await _api.As("alice").CreateInvestigationAsync();
        var clients = Enumerable.Range(0, writers).Select(_ => _api.As("alice")).ToList();

        var winner = await RaceAsync(id, clients);

        await AssertOneChangeAsync(id, winner);
    }

    [Fact]
    public async Task Patch_OfOneVersionThroughTwoNodes_IsWonByExactlyOne()
    {
        using var second = new ApiFactory().OnStoreOf(_api).OnSocket();
        for (var round = 0; round < 5; round++)
        {
            var id = await _api.As("alice").CreateInvestigationAsync();
            var clients = Enumerable.Range(0, 32).Select(i => (i % 2 == 0 ? _api : second).As("alice")).ToList();

            var winner = await RaceAsync(id, clients);

            await AssertOneChangeAsync(id, winner);
        }
    }

    [Fact]
    public async Task Increments_ByEightClientsThatRetry_AreAllCounted()
    {
        const int Clients = 8, Each = 125;
        var id = await _api.As("alice").CreateInvestigationAsync();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(c => Task.Run(async () =>
        {
            var client = _api.As("alice");
            for (var done = 0; done < Each;)
            {
                var current = await client.FetchAsync($"/api/v1/investigation-state/{id}");
                var answer = await client.PatchAsync(id, current.ETag(), $$"""{"notes":"{{c}}/{{done}}"}""");
                Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict });
                done += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
            }
        })));

        var history = await _api.As("alice").FetchAsync($"/api/v1/investigation-state/{id}/version-history?limit=1000").OkAsync();
        Assert.Equal(
            Enumerable.Range(2, Clients * Each).Reverse().Select(v => (long)v),
            history.GetProperty("history").EnumerateArray().Select(row => row.Number("version")));
    }

    private static Task<int> RaceAsync(string id, List<HttpClient> clients) => WriteRace.ExactlyOneWinsAsync(
        clients.Count, (writer, _) => clients[writer].PatchAsync(id, "1", $$"""{"notes":"written by {{writer}}"}"""), ApiClient.Cancellation);

    private async Task AssertOneChangeAsync(string id, int winner)
    {
        var client = _api.As("alice");
        var state = await client.FetchAsync($"/api/v1/investigation-state/{id}").OkAsync();
        Assert.Equal((2, $"written by {winner}"), (state.Number("version"), state.Text("notes")));
        var history = await client.FetchAsync($"/api/v1/investigation-state/{id}/version-history").OkAsync();
        Assert.Equal([2, 1], history.GetProperty("history").EnumerateArray().Select(row => row.Number("version")));
        var events = await client.FetchAsync($"/api/v1/investigations/{id}/events").OkAsync();
        Assert.Single(events.GetProperty("events").EnumerateArray());
    }
}
