using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Sse.Tests;

public class SseConnectionTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Tick_BeforeItIsOpen_IsNotItsEnd()
    {
        await using var services = Engines.Services(_time);
        var connection = Engines.Connection(services, new NeverFlushed());
        var clock = services.GetRequiredService<SseClock>();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Admission.Admitted, connection.Engine.Connections.TryAdd(connection));

        connection.Tick(clock.Now);
        connection.Open();
        connection.Output.Write("x"u8);
        var flush = connection.Output.FlushAsync();
        Assert.False(flush.IsCompleted);

        // A stream that was taken for one at its end could be cut amid a slow write.
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(connection.Tick(clock.Now));
        Assert.False(connection.IsEnding);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(connection.Tick(clock.Now));
        Assert.Equal(EndReason.WriteTimeout, connection.EndedBy);
    }

    [Theory]
    [InlineData(EndReason.MaxDuration, 10, 10)]
    [InlineData(EndReason.MaxDuration, -1, 14)]
    [InlineData(EndReason.Expired, 60, 14)]
    [InlineData(EndReason.Requested, 5, 5)]
    internal async Task Tick_WhileTheEndWaitsForAWrite_CutsWhoTakesNothing(EndReason reason, double writeTimeout, double cutAfter)
    {
        await using var services = Engines.Services(_time, o => o.WriteTimeout = writeTimeout < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(writeTimeout));
        var connection = Engines.Connection(services, new NeverFlushed());
        var clock = services.GetRequiredService<SseClock>();
        connection.Output.Write("x"u8);
        var flush = connection.Output.FlushAsync();
        Assert.False(flush.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(4));
        connection.End(reason);
        _time.Advance(TimeSpan.FromSeconds(cutAfter - 4) - TimeSpan.FromMilliseconds(1));
        Assert.False(connection.Tick(clock.Now));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(connection.Tick(clock.Now));
        Assert.Equal(reason, connection.EndedBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tick_WhenTheHostStops_CutsWhoTakesNothingHalfASecondLater(bool isEnding)
    {
        await using var services = Engines.Services(_time);
        var connection = Engines.Connection(services, new NeverFlushed());
        var clock = services.GetRequiredService<SseClock>();
        connection.Engine.Connections.TryAdd(connection);
        connection.Output.Write("x"u8);
        var flush = connection.Output.FlushAsync();
        Assert.False(flush.IsCompleted);
        if (isEnding)
        {
            connection.End(EndReason.MaxDuration);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(connection.Tick(clock.Now));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(connection.Tick(clock.Now));
        Assert.Equal(isEnding ? EndReason.MaxDuration : EndReason.Shutdown, connection.EndedBy);
    }

    [Fact]
    public async Task Abort_ThatThrows_IsLoggedAndHoldsNothingUp()
    {
        await using var services = Engines.Services(_time);
        var connection = Engines.Connection(services, lifetime: new FailingAbort());
        connection.Engine.Connections.TryAdd(connection);
        connection.Open();

        connection.Abort();
        connection.End(EndReason.WriteTimeout);
        await Task.Run(connection.Close, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal("AbortFailed", Assert.Single(services.Logs().Lines, line => line.Exception is not null).Id.Name);
        Assert.Equal(0, connection.Engine.Connections.Count);
    }

    [Fact]
    public async Task Abort_AfterItIsClosed_LeavesTheContextToWhoeverHasItNow()
    {
        await using var services = Engines.Services(_time);
        var lifetime = new FailingAbort();
        var connection = Engines.Connection(services, lifetime: lifetime);
        connection.Engine.Connections.TryAdd(connection);
        connection.Open();
        connection.Close();
        connection.Abort();
        Assert.Equal(0, lifetime.Aborts);
    }

    [Fact]
    public async Task Signal_AgainstParking_IsNeverLost()
    {
        await using var services = Engines.Services();
        var connection = Engines.Connection(services);
        const int rounds = 50_000;
        var (asked, seen) = (0, 0);
        var loop = Task.Run(async () =>
        {
            while (true)
            {
                connection.Take();
                Volatile.Write(ref seen, Volatile.Read(ref asked));
                if (seen == rounds)
                {
                    return;
                }

                await connection.WaitAsync();
            }
        }, TestContext.Current.CancellationToken);
        var signals = new Thread(Signal) { IsBackground = true };
        signals.Start();
        await loop.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        void Signal()
        {
            for (var i = 1; i <= rounds; i++)
            {
                Volatile.Write(ref asked, i);
                connection.Signal(i % 2 == 0 ? SseSignals.Data : SseSignals.Source);

                // Now and then the loop is let catch up, so that it parks.
                for (var turn = 0; turn < 20 && i % 3 == 0 && Volatile.Read(ref seen) < i; turn++)
                {
                    Thread.Yield();
                }
            }
        }
    }

    private sealed class NeverFlushed : MemoryStream
    {
        public override Task FlushAsync(CancellationToken cancellationToken) => new TaskCompletionSource().Task;
    }

    private sealed class FailingAbort : IHttpRequestLifetimeFeature
    {
        public int Aborts { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort()
        {
            Aborts++;
            throw new AggregateException(new InvalidOperationException("Registered by the application."));
        }
    }
}
