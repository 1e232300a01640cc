using System.Net;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

/// <summary>Real races over real sockets: many writers of one version, and only one may win.</summary>
public sealed class RaceTests : IDisposable
{
    private readonly ApiFactory _api = new ApiFactory().OnSocket();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Patch_OfOneVersionBy32Clients_IsWonByExactlyOne()
    {
        var id = await _api.As("alice").CreateInvestigationAsync();
        var clients = Enumerable.Range(0, 32).Select(_ => _api.As("alice")).ToList();
        using var start = new Barrier(clients.Count);

        var answers = await Task.WhenAll(clients.Select((client, i) => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait(ApiClient.Cancellation);
            return client.PatchAsync(id, "1", $$"""{"notes":"written by {{i}}"}""");
        }, ApiClient.Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        var conflicts = answers.Where(a => a.StatusCode == HttpStatusCode.Conflict).ToList();
        Assert.Equal(31, conflicts.Count);
        foreach (var conflict in conflicts)
        {
            Assert.Equal(2, (await conflict.JsonAsync()).Number("current_version"));
        }

        var history = await clients[0].FetchAsync($"/api/v1/investigation-state/{id}/version-history").OkAsync();
        Assert.Equal([2, 1], history.GetProperty("history").EnumerateArray().Select(row => row.Number("version")));
        var events = await clients[0].FetchAsync($"/api/v1/investigations/{id}/events").OkAsync();
        Assert.Single(events.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task Increments_ByEightClientsThatRetry_AreAllCounted()
    {
        const int Clients = 8, Each = 25;
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
            Enumerable.Range(1, Clients * Each + 1).Reverse().Select(v => (long)v),
            history.GetProperty("history").EnumerateArray().Select(row => row.Number("version")));
    }
}
