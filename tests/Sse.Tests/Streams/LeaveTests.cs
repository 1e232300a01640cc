using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Sse.Tests;

/// <summary>How long a stream that has ended waits for a source that does not heed it.</summary>
public class LeaveTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly Clock _time = new();
    private readonly Stubborn _source = new();

    [Theory]
    [InlineData(EndReason.MaxDuration, false)]
    [InlineData(EndReason.ClientGone, false)]
    [InlineData(EndReason.ClientGone, true)]
    internal async Task Stop_WhileAnEndedStreamWaits_LeavesTheSourceHalfASecondLater(EndReason reason, bool inDisposal)
    {
        await using var services = Engines.Services(_time);
        var run = await EndAsync(services, reason);
        if (inDisposal)
        {
            _source.Move.SetResult(false);
            await _source.Disposing.Task.WaitAsync(Bound, TestContext.Current.CancellationToken);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await EndsAsync(run);
        Assert.Single(services.Logs().Lines, line => line.Id.Name == "SourceAbandoned");
    }

    [Fact]
    public async Task Source_ThatComesBackAndHangsInItsDisposal_GetsNoSecondGrace()
    {
        await using var services = Engines.Services(_time);
        var run = await EndAsync(services, EndReason.MaxDuration);
        _time.Advance(TimeSpan.FromSeconds(4));
        _source.Move.SetResult(false);
        await _source.Disposing.Task.WaitAsync(Bound, TestContext.Current.CancellationToken);
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        await EndsAsync(run);
        Assert.Single(services.Logs().Lines, line => line.Id.Name == "SourceAbandoned");
    }

    [Fact]
    public async Task Source_WhoseDisposalTakesAWhile_IsWaitedFor()
    {
        await using var services = Engines.Services(_time);
        var run = await EndAsync(services, EndReason.MaxDuration);
        _source.Move.SetResult(false);
        await _source.Disposing.Task.WaitAsync(Bound, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(run.IsCompleted);
        _source.Disposal.SetResult();

        await run.WaitAsync(Bound, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(services.Logs().Lines, line => line.Id.Name == "SourceAbandoned");
    }

    /// <summary>A stream that has ended and begun to wait for its source.</summary>
    private async Task<Task> EndAsync(ServiceProvider services, EndReason reason)
    {
        var connection = Engines.Connection(services);
        Assert.Equal(Admission.Admitted, connection.Engine.Connections.TryAdd(connection));
        connection.Open();
        var run = new EnumerableStream<string>(connection, (_, _) => _source, new SseEncoder<string>(null, connection.Engine.Json)).RunAsync();
        var timers = _time.Timers;
        connection.End(reason);
        await Eventually.IsTrue(() => _time.Timers > timers, "it waits");
        return run;
    }

    /// <summary>A stream's timer may have been set late, after the clock moved: two seconds more are far from another grace.</summary>
    private async Task EndsAsync(Task run)
    {
        for (var i = 0; i < 20 && !run.IsCompleted; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await run.WaitAsync(Bound, TestContext.Current.CancellationToken);
    }

    private sealed class Clock : FakeTimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }

    private sealed class Stubborn : IAsyncEnumerable<SseItem<string>>
    {
        public TaskCompletionSource<bool> Move { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Disposing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Disposal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IAsyncEnumerator<SseItem<string>> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Items(this);

        private sealed class Items(Stubborn source) : IAsyncEnumerator<SseItem<string>>
        {
            public SseItem<string> Current => default;

            public async ValueTask<bool> MoveNextAsync() => await source.Move.Task;

            public async ValueTask DisposeAsync()
            {
                source.Disposing.SetResult();
                await source.Disposal.Task;
            }
        }
    }
}
