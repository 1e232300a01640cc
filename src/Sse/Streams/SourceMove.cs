using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Investigations.Sse;

/// <summary>
/// A source and its one pending step. The step is awaited exactly once, the source never disposed while it is pending, and a
/// source that does not come back is left behind rather than waited for.
/// </summary>
internal sealed class SourceMove<T>
{
    private const int Idle = 0;
    private const int Pending = 1;
    private const int Moved = 2;
    private const int Abandoned = 3;

    private readonly SseConnection _connection;
    private readonly Action _onMoved;
    private IAsyncEnumerator<SseItem<T>>? _source;
    private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter _step;
    private int _state;

    public SourceMove(SseConnection connection)
    {
        _connection = connection;
        _onMoved = OnMoved;
    }

    public bool IsCompleted => Volatile.Read(ref _state) == Moved;

    public SseItem<T> Current => _source!.Current;

    public void Open(IAsyncEnumerable<SseItem<T>> source, CancellationToken cancellationToken) => _source = source.GetAsyncEnumerator(cancellationToken);

    /// <summary>Asks for the next item. Answers whether it is there; otherwise the connection is signalled when it is.</summary>
    public bool Start()
    {
#pragma warning disable CA2012 // Taken once, in Finish or CloseAsync.
        _step = _source!.MoveNextAsync().ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
        if (_step.IsCompleted)
        {
            Volatile.Write(ref _state, Moved);
            return true;
        }

        Volatile.Write(ref _state, Pending);
        _step.UnsafeOnCompleted(_onMoved);
        return false;
    }

    /// <summary>Takes the step's result: whether there is an item.</summary>
    public bool Finish()
    {
        Volatile.Write(ref _state, Idle);
        return _step.GetResult();
    }

    /// <summary>Disposes the source, waiting for a pending step and for its disposal for a while.</summary>
    public async ValueTask LeaveAsync()
    {
        await using var grace = new LeaveGrace(_connection);
        while (Volatile.Read(ref _state) == Pending && await grace.WaitAsync())
        {
        }

        if (Interlocked.CompareExchange(ref _state, Abandoned, Pending) == Pending)
        {
            _connection.Engine.Logger.SourceAbandoned();
            return;
        }

        var closing = CloseAsync();
        if (closing.IsCompleted)
        {
            return;
        }

        closing.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => _connection.Signal(SseSignals.Source));
        while (!closing.IsCompleted)
        {
            if (!await grace.WaitAsync())
            {
                _connection.Engine.Logger.SourceAbandoned();
                return;
            }
        }
    }

    private void OnMoved()
    {
        if (Interlocked.CompareExchange(ref _state, Moved, Pending) == Pending)
        {
            _connection.Signal(SseSignals.Source, inline: true);
        }
        else
        {
            _ = CloseAsync();
        }
    }

    private async Task CloseAsync()
    {
        try
        {
            if (Interlocked.Exchange(ref _state, Idle) is Moved or Abandoned)
            {
                _step.GetResult();
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception exception)
        {
            _connection.Engine.Logger.AbandonedSourceFailed(exception);
        }

        try
        {
            if (Interlocked.Exchange(ref _source, null) is { } source)
            {
                await source.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            _connection.Engine.Logger.AbandonedSourceFailed(exception);
        }
    }
}
