using System.Net;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

/// <summary>Where a stream begins, by the id that the client has.</summary>
public sealed class StreamResumeTests() : AlicesCase(new ApiFactory().OnSocket())
{
    [Fact]
    public async Task Stream_AfterAnId_GoesOnBehindIt_ByHeaderAndByQuery()
    {
        await Alice.AppendAsync(Id, [.. Enumerable.Range(0, 25).Select(i => new { id = $"e{i}", type = "t", run_id = "r" })]);
        await using var first = await SseReader.OpenAsync(Alice, Stream("r"));
        var items = await first.TakeAsync(25);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"e{i}"), items.Select(SseReader.IdOf));
        Assert.All(items, item => Assert.Matches("^[A-Za-z0-9._~-]{1,128}$", item.EventId));

        await using var byHeader = await SseReader.OpenAsync(Alice, $"{Stream("r")}?last_event_id=ignored", items[9].EventId);
        Assert.Equal("e10", SseReader.IdOf(await byHeader.NextAsync()));
        await using var byQuery = await SseReader.OpenAsync(Alice, $"{Stream("r")}?last_event_id={items[19].EventId}");
        Assert.Equal("e20", SseReader.IdOf(await byQuery.NextAsync()));
    }

    [Fact]
    public async Task Id_OfTheStream_IsACursorOfThePage_AndTheOtherWayRound()
    {
        await Alice.AppendAsync(Id, [.. Enumerable.Range(0, 6).Select(i => new { id = $"e{i}", type = "t", run_id = "r" })]);
        await using var stream = await SseReader.OpenAsync(Alice, Stream("r"));
        var second = (await stream.TakeAsync(2))[1];

        var page = await Alice.FetchAsync($"/api/v1/investigations/{Id}/events?run_id=r&limit=2&cursor={second.EventId}").OkAsync();
        Assert.Equal(["e2", "e3"], page.GetProperty("events").EnumerateArray().Select(e => e.Text("id")));

        await using var back = await SseReader.OpenAsync(Alice, Stream("r"), page.Text("next"));
        Assert.Equal("e4", SseReader.IdOf(await back.NextAsync()));

        await using var all = await SseReader.OpenAsync(Alice, Stream());
        var allFirst = await all.NextAsync();
        var unfiltered = await Alice.FetchAsync($"/api/v1/investigations/{Id}/events?cursor={allFirst.EventId}").OkAsync();
        Assert.Equal("e1", unfiltered.GetProperty("events")[0].Text("id"));
    }

    [Fact]
    public async Task Stream_FromNow_StartsAtTheEnd()
    {
        await Alice.AppendAsync(Id, new { id = "old", type = "t" });
        await using var stream = await SseReader.OpenAsync(Alice, $"{Stream()}?from=now");

        await Alice.AppendAsync(Id, new { id = "new", type = "t" });

        Assert.Equal("new", SseReader.IdOf(await stream.NextAsync()));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("another")]
    [InlineData("long")]
    public async Task Stream_AfterAnIdThatIsNotItsOwn_IsResetAndStartsOver(string kind)
    {
        await Alice.AppendAsync(Id, new { id = "e0", type = "t", run_id = "r" });
        var foreign = await Alice.CreateInvestigationAsync();
        await Alice.AppendAsync(foreign, new { id = "theirs", type = "t", run_id = "r" });
        var theirs = (await Alice.FetchAsync($"/api/v1/investigations/{foreign}/events?run_id=r").OkAsync()).Text("next")!;

        await using var stream = await SseReader.OpenAsync(Alice, Stream("r"), kind switch
        {
            "garbage" => "no cursor at all",
            "another" => theirs,
            _ => new string('x', 10_000),
        });

        var reset = await stream.NextAsync();
        Assert.Equal("reset", reset.EventType);
        Assert.Null(reset.EventId);
        using var data = JsonDocument.Parse(reset.Data);
        Assert.Equal("invalid_cursor", data.RootElement.Text("reason"));
        Assert.Equal(Stream("r"), data.RootElement.Text("resume"));
        Assert.Equal("e0", SseReader.IdOf(await stream.NextAsync()));
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    public async Task Stream_OfAFinishedRunToAClientThatHasItAll_IsNoContent(string phase)
    {
        await Alice.AppendAsync(Id,
            new { id = "a", type = "phase_change", run_id = "r", data = new { phase = "started" } },
            new { id = "b", type = "phase_change", run_id = "r", data = new { phase } });
        await using var stream = await SseReader.OpenAsync(Alice, Stream("r"));
        var items = await stream.TakeAsync(2);

        var done = await Alice.FetchAsync(Stream("r"), ("Last-Event-ID", items[1].EventId!));
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);

        await using var behind = await SseReader.OpenAsync(Alice, Stream("r"), items[0].EventId);
        Assert.Equal("b", SseReader.IdOf(await behind.NextAsync()));
    }

    [Fact]
    public async Task Stream_OfAFinishedInvestigationToAClientThatHasItAll_IsNoContent()
    {
        await Alice.PatchAsync(Id, "1", """{"status":"CANCELLED"}""").OkAsync();
        await using var stream = await SseReader.OpenAsync(Alice, Stream());
        var last = await stream.NextAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await Alice.FetchAsync(Stream(), ("Last-Event-ID", last.EventId!))).StatusCode);
    }
}
