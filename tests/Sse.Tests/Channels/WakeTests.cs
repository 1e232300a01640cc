namespace Investigations.Sse.Tests;

public class WakeTests : PolledChannel
{
    [Fact]
    public async Task Wake_BetweenPolls_DeliversAtOnce()
    {
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await SettleAsync();
        Time.Advance(TimeSpan.FromSeconds(0.1));

        Source.Add(1);
        Channel(host).Wake();
        Assert.Equal("1", (await client.ReadAsync())!.Data);
    }

    [Fact]
    public async Task Wake_Storm_IsOneReadAWindow()
    {
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await SettleAsync();
        Time.Advance(TimeSpan.FromSeconds(0.1));
        var before = Source.Reads;
        for (var i = 0; i < 1000; i++)
        {
            Channel(host).Wake();
        }

        await Eventually.IsTrue(() => Source.Reads > before, "it is read");
        await SettleAsync();
        Assert.InRange(Source.Reads - before, 1, 2);
        Source.Add(1);
        Channel(host).Wake();
        Time.Advance(TimeSpan.FromSeconds(0.06));
        Time.Advance(TimeSpan.FromSeconds(0.06));
        Assert.Equal("1", (await client.ReadAsync())!.Data);
        Assert.InRange(Source.Reads - before, 2, 4);
    }

    [Fact]
    public async Task Wake_DuringARead_IsFollowedByAnotherRead()
    {
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await SettleAsync();
        Time.Advance(TimeSpan.FromSeconds(0.1));
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        Source.AfterRead = () =>
        {
            Source.AfterRead = null;
            entered.SetResult();
            return go.Task;
        };
        Channel(host).Wake();
        await entered.Task;

        // This read has seen nothing; the event comes and the wake is called before it returns.
        Source.Add(1);
        Channel(host).Wake();
        go.SetResult();
        var read = client.ReadAsync();

        // More than the window, less than to the next poll.
        for (var i = 0; i < 20 && !read.IsCompleted; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
            Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal("1", (await read)!.Data);
    }
}
