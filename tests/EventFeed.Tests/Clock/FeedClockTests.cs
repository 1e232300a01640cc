namespace Investigations.EventFeed.Tests;

public sealed class FeedClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SteppedTime _time = new(Start);
    private readonly FeedClock _clock;

    public FeedClockTests() => _clock = new FeedClock(_time);

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void Time_Passing_IsFollowed()
    {
        var last = 0L;
        foreach (var step in (double[])[0.5, 60, 86_400, 86_400 * 400])
        {
            _time.Advance(TimeSpan.FromSeconds(step));
            Assert.Equal(Now, last = _clock.Next(last));
        }
    }

    [Fact]
    public void Clock_SetBack_StaysAtTheLastTimeUntilItIsPassed()
    {
        var last = _clock.Next(0);
        _time.SetWall(Start.AddHours(-1));
        Assert.Equal(last, _clock.Next(last));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(last, _clock.Next(last));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Now, _clock.Next(last));
    }

    [Fact]
    public void Clock_SetBackAndForwardAgain_IsFollowed()
    {
        var last = _clock.Next(0);
        _time.SetWall(Start.AddHours(-1));
        _clock.Next(last);
        _time.Advance(TimeSpan.FromMinutes(1));
        _time.SetWall(Start.AddMinutes(1));
        Assert.Equal(Now, _clock.Next(last));
    }

    [Fact]
    public void Clock_ThatJumpsACenturyAhead_IsNotFollowed()
    {
        var last = _clock.Next(0);
        _time.SetWall(Start.AddYears(100));
        for (var hour = 1; hour <= 48; hour++)
        {
            _time.Advance(TimeSpan.FromHours(1));
            last = _clock.Next(last);
            Assert.Equal(Start.AddHours(hour).ToUnixTimeMilliseconds(), last);
        }

        _time.SetWall(Start.AddHours(49));
        Assert.InRange(_clock.Next(last), last, Start.AddHours(50).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Clock_ThatIsFiveMinutesAhead_IsFollowedAtOnce()
    {
        _time.SetWall(Start.AddMinutes(5));
        Assert.Equal(Now, _clock.Next(0));
    }

    [Fact]
    public void Clock_ThatStaysAheadForAnHour_IsFollowed()
    {
        _time.SetWall(Start.AddDays(3));
        Assert.Equal(Start.ToUnixTimeMilliseconds(), _clock.Next(0));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.NotEqual(Now, _clock.Next(0));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Now, _clock.Next(0));
    }

    [Fact]
    public async Task Feed_WhoseClockIsStepped_StaysInOrder()
    {
        await using var host = await FeedHost.StartAsync(_time);
        foreach (var at in (DateTimeOffset[])[Start, Start.AddHours(-1), Start.AddYears(100), Start.AddSeconds(5), Start.AddHours(-2)])
        {
            _time.SetWall(at);
            await host.AppendAsync(3, prefix: $"{at.Ticks}-");
        }

        var page = await host.Feed.ReadAsync("a", new FeedQuery(), TestContext.Current.CancellationToken);
        Assert.Equal(15, page.Events.Count);
        Assert.All(page.Events.Zip(page.Events.Skip(1)), static pair =>
        {
            Assert.True(pair.Second.Sequence > pair.First.Sequence);
            Assert.True(pair.Second.Timestamp >= pair.First.Timestamp);
        });
        Assert.InRange(page.Events[^1].Timestamp, Start, Start.AddMinutes(1));
    }
}
