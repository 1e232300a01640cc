namespace Investigations.Sse.Tests;

public class FailingSourceTests : PolledChannel
{
    [Fact]
    public async Task Source_Failing_IsTriedLessAndLessOftenAndStreamsLive()
    {
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await SettleAsync();
        Source.BeforeRead = _ => throw new InvalidDataException("down");
        var before = Source.Reads;
        for (var i = 0; i < 60; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(0.5));
            await SettleAsync();
        }

        Assert.InRange(Source.Reads - before, 4, 8);
        Assert.All(host.Logs.Lines.Where(line => line.Id.Name == "ChannelReadFailed"), line => Assert.IsType<InvalidDataException>(line.Exception));
        Source.BeforeRead = null;
        Source.Add(2);
        var read = client.ReadAsync(2);

        // Long enough for the longest pause, and well before the stream's time is up.
        for (var i = 0; i < 90 && !read.IsCompleted; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await SettleAsync();
        }

        Assert.Equal(["1", "2"], (await read).Select(block => block.Data));
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task Source_Failing_IsNotAskedMoreOftenForWakesAndWaitingStreams()
    {
        Source.Add(100);
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await client.ReadAsync(100);
        await SettleAsync();
        Source.BeforeRead = _ => throw new InvalidDataException("down");
        Time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.IsTrue(() => host.Logs.Lines.Any(line => line.Id.Name == "ChannelReadFailed"), "it is down");
        await SettleAsync();
        var before = Source.Reads;
        for (var i = 0; i < 40; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            Channel(host).Wake();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        // In two seconds a source that works would be polled four times, and read forty times for as many wakes.
        await SettleAsync();
        Assert.InRange(Source.Reads - before, 1, 5);
    }
}
