namespace Investigations.EventFeed.Tests;

public sealed class LargePageTests
{
    private const int Events = 1_000;
    private const int EventBytes = 1_000_000;
    private const int MaxPageBytes = 4 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The events share their data in memory, and so a gigabyte of them takes a megabyte.</summary>
    [Fact]
    public async Task ThousandEvents_OfAMegabyte_ComeInPagesBelowTheBound()
    {
        await using var host = await FeedHost.StartAsync();
        var data = new byte[EventBytes];
        data.AsSpan().Fill((byte)'x');
        (data[0], data[^1]) = ((byte)'"', (byte)'"');
        var pending = Enumerable.Range(1, Events).Select(i => new PendingEvent { Id = $"e{i}", Type = "large", DataUtf8 = data }).ToArray();
        await host.Store.AppendAsync(new StoreAppend("a", pending, CheckIds: true), Cancellation);

        var answer = await host.GetAsync("/feeds/a/events?limit=1000");
        Assert.Equal(["e1", "e2", "e3", "e4"], answer.Ids);
        Assert.InRange(answer.Bytes.Length, 4 * EventBytes, MaxPageBytes);
        Assert.True(answer.HasMore);

        var (cursor, last, more) = (answer.Next, 4L, true);
        while (more)
        {
            var page = await host.Feed.ReadAsync("a", new FeedQuery { Cursor = cursor, Limit = 1000 }, Cancellation);
            Assert.InRange(page.Events.Sum(static item => item.DataUtf8.Length), 0, MaxPageBytes);
            foreach (var item in page.Events)
            {
                Assert.Equal(++last, item.Sequence);
            }

            (cursor, more) = (page.Next, page.HasMore);
        }

        Assert.Equal(Events, last);
    }
}
