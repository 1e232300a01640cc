namespace Investigations.EventFeed.Tests;

/// <summary>The instruments of the package page, each with its tags and no others.</summary>
public sealed class MetricsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instruments_AreThoseOfThePage()
    {
        await using var host = await FeedHost.StartAsync();
        using var recorded = new MeterRecorder(host.Services);
        Assert.Equal(
            ((string[])["appended", "clock.behind", "cursors.refused", "heads.polled", "not_modified", "pages", "read", "trimmed", "waiters"])
            .Select(static name => $"investigations.event_feed.{name}"), recorded.Instruments);
    }

    [Fact]
    public async Task Appends_AreCountedByOutcome()
    {
        await using var host = await FeedHost.StartAsync();
        using var recorded = new MeterRecorder(host.Services);
        await host.AppendAsync(3);
        await host.AppendAsync(2);
        await host.Feed.AppendAsync("a", [Sample.Event("e1", "other"), Sample.Event("x")], Cancellation);

        Assert.Equal((4, 2, 1), (recorded["appended outcome=appended"], recorded["appended outcome=duplicate"], recorded["appended outcome=conflict"]));
        Assert.Equal(3, recorded.Keys.Length);
    }

    [Fact]
    public async Task Reads_AreCountedWithTheirEvents_AndNotModifiedOnesApart()
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(5);
        using var recorded = new MeterRecorder(host.Services);
        var page = await host.GetAsync("/feeds/a/events?limit=3");
        Assert.Equal(200, (await host.GetAsync($"/feeds/a/events?limit=3&cursor={page.Next}")).Status);
        Assert.Equal(304, (await host.GetAsync("/feeds/a/events?limit=3", ("If-None-Match", page.ETag!))).Status);

        Assert.Equal((2, 5, 1), (recorded["pages"], recorded["read"], recorded["not_modified"]));
        Assert.Equal(3, recorded.Keys.Length);
    }

    [Fact]
    public async Task Cursors_Refused_AreCountedByReason()
    {
        var time = new SteppedTime(Start);
        await using var host = await FeedHost.StartAsync(time);
        await host.AppendAsync(5);
        var next = (await host.GetAsync("/feeds/a/events?limit=2")).Next;
        using var recorded = new MeterRecorder(host.Services);

        Assert.Equal(400, (await host.GetAsync("/feeds/a/events?cursor=nonsense")).Status);
        host.Store.AlterHead = static head => head with { Epoch = head.Epoch + 1 };
        Assert.Equal("feed_reset", (await host.GetAsync($"/feeds/a/events?cursor={next}")).Code);
        host.Store.AlterHead = null;
        await host.Feed.TrimAsync("a", FeedTrim.Through(4), Cancellation);
        Assert.Equal("cursor_expired", (await host.GetAsync($"/feeds/a/events?cursor={next}")).Code);
        time.Advance(TimeSpan.FromDays(40));
        Assert.Equal("cursor_expired", (await host.GetAsync($"/feeds/a/events?cursor={next}")).Code);

        Assert.All((string[])["invalid", "reset", "trimmed", "expired"], reason => Assert.Equal(1, recorded[$"cursors.refused reason={reason}"]));
        Assert.Equal(4, recorded["trimmed"]);
        Assert.Equal(5, recorded.Keys.Length);
    }

    [Fact]
    public async Task Waiters_AreCountedWhileTheyWait_AndTheHeadsPolledForThem()
    {
        var time = new SteppedTime(Start);
        await using var host = await FeedHost.StartAsync(time);
        using var recorded = new MeterRecorder(host.Services);
        var waiting = host.GetAsync("/feeds/a/events?wait=20");
        await host.WaitersAsync(1);
        Assert.Equal(1, recorded["waiters"]);
        await Waiting.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return recorded["heads.polled"] > 0;
        });

        await host.AppendAsync(1);
        Assert.Equal(200, (await waiting).Status);
        await host.WaitersAsync(0);
        Assert.Equal(0, recorded["waiters"]);
    }

    [Fact]
    public async Task Clock_BehindAFeed_IsMeasured()
    {
        var time = new SteppedTime(Start);
        await using var host = await FeedHost.StartAsync(time);
        await host.AppendAsync(1);
        using var recorded = new MeterRecorder(host.Services);
        time.SetWall(Start.AddSeconds(-3));
        await host.AppendAsync(1, prefix: "late");
        Assert.Equal(3000, recorded["clock.behind"]);
    }
}
