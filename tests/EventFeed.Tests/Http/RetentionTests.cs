namespace Investigations.EventFeed.Tests;

public sealed class RetentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Trims run ahead of the reader every so often; each gap that follows was announced by a 410.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Trims_WhilePaging_AreToldBeforeAnythingIsMissing(int limit)
    {
        const int Events = 100;
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(Events);
        var (url, last, restarts, floor) = ($"/feeds/a/events?limit={limit}", 0L, 0, 0L);
        for (var step = 1; last < Events; step++)
        {
            var answer = await host.GetAsync(url);
            if (answer.Status == 410)
            {
                Assert.Equal(("cursor_expired", "retention"), (answer.Code, answer.Json.GetProperty("reason").GetString()));
                (url, last, restarts) = (answer.Json.GetProperty("resume").GetString()!, floor, restarts + 1);
                continue;
            }

            foreach (var item in answer.Json.GetProperty("events").EnumerateArray())
            {
                Assert.Equal(++last, item.GetProperty("sequence").GetInt64());
            }

            url = $"/feeds/a/events?limit={limit}&cursor={answer.Next}";
            if (step % 3 == 0 && last < Events - 10)
            {
                floor = (await host.Feed.TrimAsync("a", FeedTrim.Through(last + 2), Cancellation)).Floor;
            }
        }

        Assert.InRange(restarts, 3, Events);
    }
}
