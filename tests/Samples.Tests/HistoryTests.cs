using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

/// <summary>A real history, with its late and simultaneous events: every way of reading it gives each event once, in one order.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private readonly ApiFactory _api = new ApiFactory().OnSocket();
    private readonly string[] _lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Assets", "history.ndjson"));
    private HttpClient _alice = null!;
    private string _id = null!;

    public async ValueTask InitializeAsync()
    {
        _alice = _api.As("alice");
        _id = await _alice.CreateInvestigationAsync("History");
        foreach (var batch in _lines.Chunk(100))
        {
            await _alice.PostAsync($"/api/v1/investigations/{_id}/events", $$"""{"events":[{{string.Join(',', batch)}}]}""").OkAsync();
        }
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public void Asset_IsAsUntidyAsRealHistoriesAre()
    {
        var times = _lines.Select(line => Member(line, "occurred_at")).ToList();
        Assert.Contains(times.Zip(times.Skip(1)), pair => string.CompareOrdinal(pair.First, pair.Second) > 0);
        Assert.Contains(times.Zip(times.Skip(1)), pair => pair.First == pair.Second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Pages_OfAnyLength_HoldEachEventOnceInTheOneOrder(int limit)
    {
        var events = await PagesAsync($"limit={limit}");

        Assert.Equal(_lines.Select(line => Member(line, "id")), events.Select(e => e.Text("id")));
        Assert.Equal(events.OrderBy(e => e.Text("timestamp"), StringComparer.Ordinal).ThenBy(e => e.Number("sequence")).Select(e => e.Text("id")), events.Select(e => e.Text("id")));
        Assert.All(events.Zip(events.Skip(1)), pair => Assert.True(pair.First.Number("sequence") < pair.Second.Number("sequence")));
    }

    [Fact]
    public async Task Stream_OfAll_HoldsEachEventOnceInTheSameOrder()
    {
        await using var stream = await SseReader.OpenAsync(_alice, $"/api/v1/investigations/{_id}/runs/_all/stream");

        var items = await stream.TakeAsync(_lines.Length);

        Assert.Equal(_lines.Select(line => Member(line, "id")), items.Select(SseReader.IdOf));
    }

    [Fact]
    public async Task Runs_EachByItself_HoldTheirEventsByPageAndByStream()
    {
        foreach (var run in _lines.GroupBy(line => Member(line, "run_id")))
        {
            var expected = run.Select(line => Member(line, "id")).ToList();
            Assert.Equal(expected, (await PagesAsync($"limit=7&run_id={run.Key}")).Select(e => e.Text("id")));
            await using var stream = await SseReader.OpenAsync(_alice, $"/api/v1/investigations/{_id}/runs/{run.Key}/stream");
            Assert.Equal(expected, (await stream.TakeAsync(expected.Count)).Select(SseReader.IdOf));
        }
    }

    private async Task<List<JsonElement>> PagesAsync(string query)
    {
        var events = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var page = await _alice.FetchAsync($"/api/v1/investigations/{_id}/events?{query}{(cursor is null ? "" : $"&cursor={cursor}")}").OkAsync();
            events.AddRange(page.GetProperty("events").EnumerateArray());
            if (!page.GetProperty("has_more").GetBoolean())
            {
                return events;
            }

            cursor = page.Text("next");
        }
    }

    private static string Member(string line, string name)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty(name).GetString()!;
    }
}
