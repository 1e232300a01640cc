using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Investigations.Sse;

/// <summary>All open streams of the process: who may come in, who is ticked, and who is sent off when the host stops.</summary>
internal sealed class SseConnections : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _ticking = new();
    private readonly List<SseConnection> _open = [];
    private readonly List<SseConnection> _stuck = [];
    private readonly Dictionary<string, int> _perClient = new(StringComparer.Ordinal);
    private readonly SseOptions _options;
    private readonly SseTicker _ticker;
    private readonly SseClock _clock;
    private readonly CancellationTokenRegistration _stopping;
    private long _drainingSince = long.MaxValue;
    private int _count;

    public SseConnections(IOptions<SseOptions> options, SseTicker ticker, SseClock clock, IHostApplicationLifetime? lifetime = null)
    {
        _options = options.Value;
        _ticker = ticker;
        _clock = clock;
        ticker.OnTick(Tick);
        _stopping = lifetime?.ApplicationStopping.UnsafeRegister(static state => ((SseConnections)state!).Drain(), this) ?? default;
    }

    public bool IsDraining => DrainingSince != long.MaxValue;

    /// <summary>When the host began to stop, by the <see cref="SseClock"/>; <see cref="long.MaxValue"/> until then.</summary>
    public long DrainingSince => Volatile.Read(ref _drainingSince);

    public bool IsFull => Count >= _options.MaxConnections;

    public int Count => Volatile.Read(ref _count);

    public Admission TryAdd(SseConnection connection)
    {
        var client = _options.MaxConnectionsPerClient is null ? null : _options.ClientKey(connection.Context);
        lock (_gate)
        {
            if (IsDraining)
            {
                return Admission.Draining;
            }

            if (_open.Count >= _options.MaxConnections)
            {
                return Admission.Full;
            }

            if (client is not null)
            {
                var count = _perClient.GetValueOrDefault(client);
                if (count >= _options.MaxConnectionsPerClient)
                {
                    return Admission.ClientFull;
                }

                _perClient[client] = count + 1;
                connection.ClientKey = client;
            }

            connection.Index = _open.Count;
            _open.Add(connection);
            _count = _open.Count;
        }

        _ticker.Enter();
        return Admission.Admitted;
    }

    public void Remove(SseConnection connection)
    {
        lock (_gate)
        {
            var last = _open[^1];
            _open[connection.Index] = last;
            last.Index = connection.Index;
            _open.RemoveAt(_open.Count - 1);
            _count = _open.Count;

            if (connection.ClientKey is { } client && --_perClient[client] is 0)
            {
                _perClient.Remove(client);
            }
        }

        _ticker.Leave();
    }

    public void Dispose() => _stopping.Dispose();

    private void Drain()
    {
        lock (_gate)
        {
            Volatile.Write(ref _drainingSince, _clock.Now);
            foreach (var connection in _open)
            {
                connection.End(EndReason.Shutdown);
            }
        }
    }

    private void Tick(long now)
    {
        lock (_ticking)
        {
            lock (_gate)
            {
                foreach (var connection in _open)
                {
                    if (connection.Tick(now))
                    {
                        _stuck.Add(connection);
                    }
                }
            }

            foreach (var connection in _stuck)
            {
                connection.Abort();
            }

            _stuck.Clear();
        }
    }
}
