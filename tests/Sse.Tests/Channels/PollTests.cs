using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Sse.Tests;

public class PollTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ListSource _source = new();

    [Fact]
    public async Task Poll_ManyStreams_IsOneReadAnInterval()
    {
        await using var host = await StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => host.OpenAsync("/")));
        await Eventually.IsTrue(() => Channel(host).SubscriberCount == 300, "all have joined");
        await SettleAsync();
        var before = _source.Reads;
        for (var i = 1; i <= 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            await Eventually.IsTrue(() => _source.Reads == before + i, $"read {i}");
            await SettleAsync();
        }

        Assert.Equal(before + 20, _source.Reads);
        _source.Add(1);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.All(await Task.WhenAll(clients.Select(client => client.ReadAsync())), block => Assert.Equal("1", block!.Data));
        Assert.Equal(before + 21, _source.Reads);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public async Task Wake_BetweenPolls_DeliversAtOnce()
    {
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await SettleAsync();
        _time.Advance(TimeSpan.FromSeconds(0.1));

        _source.Add(1);
        Channel(host).Wake();
        Assert.Equal("1", (await client.ReadAsync())!.Data);
    }

    [Fact]
    public async Task Wake_Storm_IsOneReadAWindow()
    {
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await SettleAsync();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        var before = _source.Reads;
        for (var i = 0; i < 1000; i++)
        {
            Channel(host).Wake();
        }

        await SettleAsync();
        Assert.InRange(_source.Reads - before, 1, 2);
        _source.Add(1);
        Channel(host).Wake();
        _time.Advance(TimeSpan.FromSeconds(0.06));
        _time.Advance(TimeSpan.FromSeconds(0.06));
        Assert.Equal("1", (await client.ReadAsync())!.Data);
        Assert.InRange(_source.Reads - before, 2, 4);
    }

    [Fact]
    public async Task Wake_DuringARead_IsFollowedByAnotherRead()
    {
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await SettleAsync();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _source.AfterRead = () =>
        {
            _source.AfterRead = null;
            entered.SetResult();
            return go.Task;
        };
        Channel(host).Wake();
        await entered.Task;

        // This read has seen nothing; the event comes and the wake is called before it returns.
        _source.Add(1);
        Channel(host).Wake();
        go.SetResult();
        var read = client.ReadAsync();

        // More than the window, less than to the next poll.
        for (var i = 0; i < 20 && !read.IsCompleted; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal("1", (await read)!.Data);
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
        var before = _source.Reads;
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Channel(host).Wake();
        }

        await SettleAsync();
        Assert.Equal(before, _source.Reads);
    }

    [Fact]
    public async Task Poll_FailingSource_IsTriedLessAndLessOftenAndStreamsLive()
    {
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await SettleAsync();
        _source.BeforeRead = _ => throw new InvalidDataException("down");
        var before = _source.Reads;
        for (var i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            await SettleAsync();
        }

        Assert.InRange(_source.Reads - before, 4, 8);
        Assert.All(host.Logs.Lines.Where(line => line.Id.Name == "ChannelReadFailed"), line => Assert.IsType<InvalidDataException>(line.Exception));
        _source.BeforeRead = null;
        _source.Add(2);
        var read = client.ReadAsync(2);
        await Eventually.IsTrue(() => { _time.Advance(TimeSpan.FromSeconds(1)); return read.IsCompleted; }, "the source is back");
        Assert.Equal(["1", "2"], (await read).Select(block => block.Data));
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task Poll_FailingSource_IsNotAskedMoreOftenForWakesAndWaitingStreams()
    {
        _source.Add(100);
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await client.ReadAsync(100);
        await SettleAsync();
        _source.BeforeRead = _ => throw new InvalidDataException("down");
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await Eventually.IsTrue(() => host.Logs.Lines.Any(line => line.Id.Name == "ChannelReadFailed"), "it is down");
        await SettleAsync();
        var before = _source.Reads;
        for (var i = 0; i < 40; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            Channel(host).Wake();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        // In two seconds a source that works would be polled four times, and read forty times for as many wakes.
        await SettleAsync();
        Assert.InRange(_source.Reads - before, 1, 5);
    }

    [Fact]
    public async Task Poll_PagesOfASourceThatLeavesAllOut_FollowOneAnotherAtOnce()
    {
        _source.Add(1);
        await using var host = await StartAsync(new FilteringSource(_source));
        using var client = await host.OpenAsync("/");
        Assert.Equal("1", (await client.ReadAsync())!.Data);
        await SettleAsync();

        // Twenty pages of nothing before the one event that counts, and the clock stands still.
        _source.Add(200);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Channel(host).Wake();
        Assert.Equal("201", (await client.ReadAsync())!.Data);
    }

    [Fact]
    public async Task Poll_SlowSource_NeverOverlaps()
    {
        var (now, most) = (0, 0);
        _source.BeforeRead = async token =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(20, token);
            Interlocked.Decrement(ref now);
        };
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            Channel(host).Wake();
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Start_ManyStreamsOfANewChannel_ReadTheFirstPageOnce()
    {
        _source.Add(50);
        _source.BeforeRead = token => Task.Delay(100, token);
        await using var host = await StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => host.OpenAsync("/")));
        Assert.All(await Task.WhenAll(clients.Select(client => client.ReadAsync(50))), blocks => Assert.Equal("50", blocks[^1].Data));
        Assert.InRange(_source.Reads, 1, 3);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public async Task Reset_OfTheWholeSource_ReachesEachStreamAndStartsOver()
    {
        _source.Add(5);
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await client.ReadAsync(5);
        var thrown = false;
        _source.Refuse = id => id is not null && !thrown;
        var read = client.ReadAsync();
        await Eventually.IsTrue(() => { _time.Advance(TimeSpan.FromMilliseconds(100)); return read.IsCompleted; }, "the reset comes");
        thrown = true;
        Assert.Equal("""{"reason":"feed_reset","resume":"/start"}""", (await read)!.Data);
        var rest = client.ReadAsync(5);
        await Eventually.IsTrue(() => { _time.Advance(TimeSpan.FromMilliseconds(100)); return rest.IsCompleted; }, "it starts over");
        Assert.Equal(ListSource.Range(1, 5), (await rest).Select(block => block.Data));
    }

    private static ISseChannel<string> Channel(TestHost host) => host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");

    /// <summary>Lets reads that are under way end: they take no time but that of the pool.</summary>
    private async Task SettleAsync()
    {
        for (var seen = -1; seen != _source.Reads;)
        {
            seen = _source.Reads;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private Task<TestHost> StartAsync(ISseSource<string, string>? source = null) => TestHost.StartAsync(
        services => services.AddSingleton<TimeProvider>(_time).AddSseChannels<string, string>(c => c.Source(_ => source ?? _source)), app => app.MapSse("/", "a"));

    /// <summary>Gives 1, 201, 401… and leaves the others out, ten a page.</summary>
    private sealed class FilteringSource(ListSource all) : ISseSource<string, string>
    {
        public async ValueTask<SseSourcePage<string>> ReadAsync(string key, string? afterId, int limit, CancellationToken cancellationToken)
        {
            var page = await all.ReadAsync(key, afterId, 10, cancellationToken);
            return new([.. page.Items.Where(item => int.Parse(item.Data, System.Globalization.CultureInfo.InvariantCulture) % 200 == 1)])
            {
                Position = page.Items.Count > 0 ? page.Items[^1].EventId : afterId,
                HasMore = page.HasMore,
            };
        }
    }
}
