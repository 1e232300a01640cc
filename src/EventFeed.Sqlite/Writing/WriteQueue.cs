using System.Threading.Channels;

namespace Investigations.EventFeed.Sqlite;

/// <summary>
/// The process's one writer: a thread of its own, because SQLite blocks, that takes whatever has come together and hands it on as
/// one batch.
/// </summary>
internal sealed class WriteQueue : IDisposable
{
    private readonly Channel<WriteWork> _queue = Channel.CreateUnbounded<WriteWork>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Action<IReadOnlyList<WriteWork>> _write;
    private readonly int _maxBatch;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private bool _started;

    public WriteQueue(Action<IReadOnlyList<WriteWork>> write, int maxBatch)
    {
        _write = write;
        _maxBatch = maxBatch;
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite event feed writer" };
    }

    public bool IsOnWriter => Environment.CurrentManagedThreadId == _thread.ManagedThreadId;

    public void Add(WriteWork work)
    {
        Start();
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(work), typeof(SqliteFeedDatabase));
    }

    /// <summary>Writes what is queued and ends the thread.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        if (_started && !IsOnWriter)
        {
            _thread.Join();
        }
    }

    private void Start()
    {
        if (Volatile.Read(ref _started))
        {
            return;
        }

        lock (_lock)
        {
            if (!_started)
            {
                _thread.UnsafeStart();
                Volatile.Write(ref _started, true);
            }
        }
    }

    private void Run()
    {
        var batch = new List<WriteWork>(_maxBatch);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var work))
            {
                if (work.IsCancelled)
                {
                    work.Cancel();
                    continue;
                }

                batch.Add(work);
            }

            if (batch.Count > 0)
            {
                _write(batch);
                batch.Clear();
            }
        }
    }
}
