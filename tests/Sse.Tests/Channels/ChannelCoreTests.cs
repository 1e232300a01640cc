using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Sse.Tests;

public class ChannelCoreTests
{
    /// <summary>Two fan-outs at once: were the older one to have the last word, its events would wait for the next that is published.</summary>
    [Fact]
    public async Task Visible_FanOutsAtOnce_NeverGoesBack()
    {
        await using var services = Engines.Services();
        var core = Pushed(services);
        var stop = false;
        var watch = Task.Run(() =>
        {
            for (long last = 0; !Volatile.Read(ref stop);)
            {
                var now = core.Visible;
                Assert.True(now >= last, $"{now} after {last}");
                last = now;
            }
        }, TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                core.TryPublish("data: x\n\n"u8);
            }
        })));
        await Eventually.IsTrue(() => core.Visible == core.Ring.Head, "all is shown");
        Volatile.Write(ref stop, true);
        await watch;
    }

    [Theory]
    [InlineData(7, 5, 7)]
    [InlineData(7, 7, 7)]
    [InlineData(7, 9, 9)]
    public void Raise_ANumber_NeverLowersIt(long highest, long value, long expected)
    {
        Highest.Raise(ref highest, value);
        Assert.Equal(expected, highest);
    }

    [Fact]
    public async Task Retire_ChannelThatHoldsNothing_IsDroppedAtOnce()
    {
        var time = new FakeTimeProvider();
        await using var services = Engines.Services(time);
        var idle = (long)TimeSpan.FromMinutes(5).TotalMilliseconds;
        Assert.True(Pushed(services).TryRetire(0, idle));

        var core = Pushed(services);
        Assert.True(core.TryPublish("data: x\n\n"u8));
        Assert.False(core.TryRetire(idle - 1, idle));
        Assert.True(core.TryRetire(idle, idle));
        Assert.False(core.TryPublish("data: x\n\n"u8));
    }

    [Fact]
    public async Task Retire_ChannelThatSomeoneFollows_IsNot()
    {
        await using var services = Engines.Services();
        var core = Pushed(services);
        var stream = new ChannelStream(Engines.Connection(services), core);
        Assert.Equal(Admission.Admitted, core.Enter(stream));
        Assert.False(core.TryRetire(long.MaxValue, 0));
        core.Leave(stream);
        Assert.True(core.TryRetire(long.MaxValue, 0));
        Assert.Null(core.Enter(stream));
    }

    private static PushedCore Pushed(IServiceProvider services) =>
        new(services.GetRequiredService<SseEngine>(), new ChannelSettings(16, 1 << 20, TimeSpan.Zero, TimeSpan.FromSeconds(1), 10, null));
}
