namespace Investigations.EventFeed.Tests;

public sealed class KeyRotationTests
{
    private static readonly CursorKey Old = new("old", new byte[32]);
    private static readonly CursorKey New = new("new", Enumerable.Repeat((byte)7, 32).ToArray());

    [Fact]
    public async Task Nodes_WithDifferentActiveKeys_AcceptEachOthersCursors()
    {
        var store = new InMemoryFeedStore(new FeedClock(TimeProvider.System));
        await using var one = await FeedHost.StartAsync(store: store, configure: static o => { o.CursorKeys.Add(Old); o.CursorKeys.Add(New); });
        await using var two = await FeedHost.StartAsync(store: store, configure: static o => { o.CursorKeys.Add(New); o.CursorKeys.Add(Old); });
        await one.AppendAsync(3);
        var (byOne, byTwo) = ((await one.GetAsync("/feeds/a/events?limit=1")).Next, (await two.GetAsync("/feeds/a/events?limit=1")).Next);

        Assert.NotEqual(byOne, byTwo);
        Assert.Equal(["e2", "e3"], (await one.GetAsync($"/feeds/a/events?cursor={byTwo}")).Ids);
        Assert.Equal(["e2", "e3"], (await two.GetAsync($"/feeds/a/events?cursor={byOne}")).Ids);
        Assert.Equal(0, one.Store.Keys + two.Store.Keys);
    }

    [Fact]
    public async Task Nodes_WithTheStoresKeys_GiveTheSameCursorsAndTags()
    {
        var store = new InMemoryFeedStore(new FeedClock(TimeProvider.System));
        await using var one = await FeedHost.StartAsync(store: store);
        await using var two = await FeedHost.StartAsync(store: store);
        await one.AppendAsync(3);
        var (first, second) = (await one.GetAsync("/feeds/a/events?limit=2"), await two.GetAsync("/feeds/a/events?limit=2"));
        Assert.Equal(first.Bytes, second.Bytes);
        Assert.Equal(first.ETag, second.ETag);
    }

    [Fact]
    public void Key_AsText_KeepsItsSecret() => Assert.Equal("CursorKey { Id = new }", New.ToString());
}
