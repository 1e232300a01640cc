using System.Collections.Concurrent;
using System.Diagnostics;

namespace Investigations.Deployment.Tests;

/// <summary>All requests of a run, and the clock that they and the faults are placed on.</summary>
internal sealed class Traffic
{
    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public TimeSpan Now => _clock.Elapsed;

    public IReadOnlyCollection<Exchange> Exchanges => _exchanges;

    public void Add(Exchange exchange) => _exchanges.Enqueue(exchange);
}
