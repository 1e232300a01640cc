using System.Globalization;

namespace Investigations.Sse.Tests;

public class PollTests : PolledChannel
{
    [Fact]
    public async Task Poll_ManyStreams_IsOneReadAnInterval()
    {
        await using var host = await StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => host.OpenAsync("/")));
        await Eventually.IsTrue(() => Channel(host).SubscriberCount == 300, "all have joined");
        await SettleAsync();
        var before = Source.Reads;
        for (var i = 1; i <= 20; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(0.5));
            await Eventually.IsTrue(() => Source.Reads == before + i, $"read {i}");
            await SettleAsync();
        }

        Assert.Equal(before + 20, Source.Reads);
        Source.Add(1);
        Time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.All(await Task.WhenAll(clients.Select(client => client.ReadAsync())), block => Assert.Equal("1", block!.Data));
        Assert.Equal(before + 21, Source.Reads);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public async Task Poll_NobodyWatches_Stops()
    {
        await using var host = await StartAsync();
        var client = await host.OpenAsync("/");
        await SettleAsync();
        client.Dispose();
        await Eventually.IsTrue(() => Channel(host).SubscriberCount == 0, "nobody watches");
        await SettleAsync();
        var before = Source.Reads;
        for (var i = 0; i < 10; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Channel(host).Wake();
        }

        await SettleAsync();
        Assert.Equal(before, Source.Reads);
    }

    [Fact]
    public async Task Poll_PagesOfASourceThatLeavesAllOut_FollowOneAnotherAtOnce()
    {
        Source.Add(1);
        await using var host = await StartAsync(new FilteringSource(Source));
        using var client = await host.OpenAsync("/");
        Assert.Equal("1", (await client.ReadAsync())!.Data);
        await SettleAsync();

        // Twenty pages of nothing before the one event that counts, and the clock stands still.
        Source.Add(200);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Channel(host).Wake();
        Assert.Equal("201", (await client.ReadAsync())!.Data);
    }

    [Fact]
    public async Task Poll_SlowSource_NeverOverlaps()
    {
        var (now, most) = (0, 0);
        Source.BeforeRead = async token =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(20, token);
            Interlocked.Decrement(ref now);
        };
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        for (var i = 0; i < 20; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(0.5));
            Channel(host).Wake();
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Start_ManyStreamsOfANewChannel_ReadTheFirstPageOnce()
    {
        Source.Add(50);
        Source.BeforeRead = token => Task.Delay(100, token);
        await using var host = await StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => host.OpenAsync("/")));
        Assert.All(await Task.WhenAll(clients.Select(client => client.ReadAsync(50))), blocks => Assert.Equal("50", blocks[^1].Data));
        Assert.InRange(Source.Reads, 1, 3);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public async Task Reset_OfTheWholeSource_ReachesEachStreamAndStartsOver()
    {
        Source.Add(5);
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await client.ReadAsync(5);
        var thrown = false;
        Source.Refuse = id => id is not null && !thrown;
        var read = client.ReadAsync();
        await Eventually.IsTrue(() => { Time.Advance(TimeSpan.FromMilliseconds(100)); return read.IsCompleted; }, "the reset comes");
        thrown = true;
        Assert.Equal("""{"reason":"feed_reset","resume":"/start"}""", (await read)!.Data);
        var rest = client.ReadAsync(5);
        await Eventually.IsTrue(() => { Time.Advance(TimeSpan.FromMilliseconds(100)); return rest.IsCompleted; }, "it starts over");
        Assert.Equal(ListSource.Range(1, 5), (await rest).Select(block => block.Data));
    }

    /// <summary>Gives 1, 201, 401… and leaves the others out, ten a page.</summary>
    private sealed class FilteringSource(ListSource all) : ISseSource<string, string>
    {
        public async ValueTask<SseSourcePage<string>> ReadAsync(string key, string? afterId, int limit, CancellationToken cancellationToken)
        {
            var page = await all.ReadAsync(key, afterId, 10, cancellationToken);
            return new([.. page.Items.Where(item => int.Parse(item.Data, CultureInfo.InvariantCulture) % 200 == 1)])
            {
                Position = page.Items.Count > 0 ? page.Items[^1].EventId : afterId,
                HasMore = page.HasMore,
            };
        }
    }
}
