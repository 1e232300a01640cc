using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Sse.Tests;

public class SseTickerTests
{
    [Fact]
    public async Task Tick_ActionThatThrows_StopsNeitherTheOthersNorTheNextTick()
    {
        var time = new FakeTimeProvider();
        await using var services = Engines.Services(time);
        var ticker = services.GetRequiredService<SseTicker>();
        var ticks = 0;
        ticker.OnTick(_ => throw new InvalidDataException());
        ticker.OnTick(_ => ticks++);
        ticker.Enter();
        time.Advance(SseTicker.Period);
        time.Advance(SseTicker.Period);
        Assert.Equal(2, ticks);
        Assert.Equal(2, services.Logs().Lines.Count(line => line.Id.Name == "TickFailed"));
    }

    [Fact]
    public async Task Tick_NobodyNeedsIt_DoesNotRun()
    {
        var time = new FakeTimeProvider();
        await using var services = Engines.Services(time);
        var ticker = services.GetRequiredService<SseTicker>();
        var ticks = 0;
        ticker.OnTick(_ => ticks++);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, ticks);
        ticker.Enter();
        ticker.Enter();
        ticker.Leave();
        time.Advance(SseTicker.Period);
        Assert.Equal(1, ticks);
        ticker.Leave();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, ticks);
    }
}
