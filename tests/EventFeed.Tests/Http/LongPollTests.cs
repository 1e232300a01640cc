using Microsoft.Extensions.Time.Testing;

namespace Investigations.EventFeed.Tests;

public sealed class LongPollTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Wait_WithEventsThere_AnswersAtOnce()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        await host.AppendAsync(1);
        Assert.Equal(["e1"], (await host.GetAsync("/feeds/a/events?wait=30")).Ids);
    }

    [Fact]
    public async Task Wait_AppendOnThisNode_AnswersWithoutThePoller()
    {
        // The clock stands still, so that only the local wake-up can end the wait.
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        var poll = host.GetAsync("/feeds/a/events?wait=30");
        await host.WaitersAsync(1);
        Assert.False(poll.IsCompleted);

        await host.AppendAsync(2);
        Assert.Equal(["e1", "e2"], (await poll).Ids);
        await host.WaitersAsync(0);
    }

    [Fact]
    public async Task Wait_AppendOnAnotherNode_AnswersAtTheNextPoll()
    {
        var time = new FakeTimeProvider(Start);
        var shared = new InMemoryFeedStore(new FeedClock(time));
        await using var here = await FeedHost.StartAsync(time, store: shared);
        await using var there = await FeedHost.StartAsync(time, store: shared);
        var poll = here.GetAsync("/feeds/a/events?wait=30");
        await here.WaitersAsync(1);
        await there.AppendAsync(1);

        await time.AdvanceUntilAsync(poll, TimeSpan.FromSeconds(0.25), atMost: 4);
        Assert.Equal(["e1"], (await poll).Ids);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("0.5", 0.5)]
    [InlineData("31", 30)]
    [InlineData("999999999999999999999999", 30)]
    public async Task Wait_NothingComes_AnswersEmptyWhenTheTimeIsUp(string wait, double seconds)
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time);
        var poll = host.GetAsync($"/feeds/a/events?wait={wait}");
        await host.WaitersAsync(1);
        var step = seconds / 10;
        await time.AdvanceUntilAsync(poll, TimeSpan.FromSeconds(step), atMost: 13);

        var page = await poll;
        Assert.Equal((200, 0, false), (page.Status, page.Ids.Length, page.HasMore));
        Assert.InRange((time.GetUtcNow() - Start).TotalSeconds, seconds, seconds + 3 * step);
        await host.WaitersAsync(0);
    }

    [Fact]
    public async Task Wait_ConditionalAndNothingComes_Is304()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time);
        await host.AppendAsync(1);
        var page = await host.GetAsync("/feeds/a/events");
        var url = $"/feeds/a/events?cursor={page.Next}&wait=1";
        var etag = (await host.GetAsync($"/feeds/a/events?cursor={page.Next}")).ETag!;
        var reads = host.Store.Reads;
        var poll = host.GetAsync(url, ("If-None-Match", etag));
        await host.WaitersAsync(1);
        await time.AdvanceUntilAsync(poll, TimeSpan.FromSeconds(0.1), atMost: 15);

        Assert.Equal(304, (await poll).Status);
        Assert.Equal(reads, host.Store.Reads);
    }

    [Fact]
    public async Task Wait_ConditionalAndAnEventComes_IsThePage()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        var etag = (await host.GetAsync("/feeds/a/events")).ETag!;
        var poll = host.GetAsync("/feeds/a/events?wait=30", ("If-None-Match", etag));
        await host.WaitersAsync(1);
        await host.AppendAsync(1);
        Assert.Equal((200, 1), ((await poll).Status, (await poll).Ids.Length));
    }

    [Fact]
    public async Task Wait_FilteredOutEventsCome_GoesOnWaitingAndAdvances()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time);
        var before = await host.GetAsync("/feeds/a/events?type=wanted");
        var poll = host.GetAsync($"/feeds/a/events?type=wanted&wait=30&cursor={before.Next}");
        await host.WaitersAsync(1);
        var reads = host.Store.Reads;
        await host.AppendAsync(3);
        await Waiting.UntilAsync(() => host.Store.Reads > reads);
        Assert.False(poll.IsCompleted);
        await host.Feed.AppendAsync("a", [Sample.Event("w", "wanted")], TestContext.Current.CancellationToken);
        Assert.Equal(["w"], (await poll).Ids);

        var idle = host.GetAsync($"/feeds/a/events?type=wanted&wait=1&cursor={(await poll).Next}");
        await host.WaitersAsync(1);
        await host.AppendAsync(3, prefix: "more");
        await time.AdvanceUntilAsync(idle, TimeSpan.FromSeconds(0.1), atMost: 15);
        Assert.Empty((await idle).Ids);
        Assert.NotEqual((await poll).Next, (await idle).Next);
    }

    [Fact]
    public async Task ManyWaiters_OnIdleFeeds_CostOneStoreCallAnInterval()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time);
        var polls = Enumerable.Range(0, 90).Select(i => host.GetAsync($"/feeds/f{i % 3}/events?wait=30")).ToArray();
        await host.WaitersAsync(90);
        var (reads, heads) = (host.Store.Reads, host.Store.Heads);
        Assert.Equal(90, reads);
        for (var interval = 1; interval <= 8; interval++)
        {
            await time.AdvanceUntilAsync(() => host.Store.Heads - heads >= interval, TimeSpan.FromSeconds(0.25));
        }

        Assert.Equal((reads, 8), (host.Store.Reads, host.Store.Heads - heads));
        for (var feed = 0; feed < 3; feed++)
        {
            await host.AppendAsync(1, $"f{feed}");
        }

        Assert.All(await Task.WhenAll(polls), static answer => Assert.Equal(["e1"], answer.Ids));
        await host.WaitersAsync(0);
    }

    [Fact]
    public async Task Wait_ClientGoesAway_FreesTheWaiter()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        using var source = new CancellationTokenSource();
        var poll = host.Client.GetAsync(new Uri("/feeds/a/events?wait=30", UriKind.Relative), source.Token);
        await host.WaitersAsync(1);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await host.WaitersAsync(0);
    }

    [Fact]
    public async Task Wait_HostStops_AnswersAtOnce()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        var polls = Enumerable.Range(0, 20).Select(_ => host.GetAsync("/feeds/a/events?wait=30")).ToArray();
        await host.WaitersAsync(20);

        // A real clock, because Kestrel's own is: without our answer it would wait for its 30 s.
        var stop = host.StopAsync();
        await stop.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.All(await Task.WhenAll(polls), static answer => Assert.Equal((200, 0), (answer.Status, answer.Ids.Length)));
    }

    [Fact]
    public async Task Poller_NobodyWaits_Rests()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time);
        var poll = host.GetAsync("/feeds/a/events?wait=0.3");
        await host.WaitersAsync(1);
        await time.AdvanceUntilAsync(poll, TimeSpan.FromSeconds(0.1), atMost: 6);
        await host.WaitersAsync(0);
        time.Advance(TimeSpan.FromSeconds(1));
        await Waiting.UntilAsync(() => !host.Services.GetPoller().IsRunning);
        var heads = host.Store.Heads;
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(heads, host.Store.Heads);
    }

    [Fact]
    public async Task Poller_StoreDownForAWhile_GoesOn()
    {
        var time = new FakeTimeProvider(Start);
        var shared = new InMemoryFeedStore(new FeedClock(time));
        await using var here = await FeedHost.StartAsync(time, store: shared);
        await using var there = await FeedHost.StartAsync(time, store: shared);
        var poll = here.GetAsync("/feeds/a/events?wait=30");
        await here.WaitersAsync(1);
        here.Store.IsDown = true;
        var heads = here.Store.Heads;
        await time.AdvanceUntilAsync(() => here.Store.Heads - heads >= 3, TimeSpan.FromSeconds(0.25));
        await there.AppendAsync(1);
        here.Store.IsDown = false;
        await time.AdvanceUntilAsync(poll, TimeSpan.FromSeconds(0.25), atMost: 40);
        Assert.Equal(["e1"], (await poll).Ids);
    }
}
