namespace Investigations.Deployment.Tests;

/// <summary>What one user was admitted in each window of a limit, as the answers tell: those with the same reset are of one window.</summary>
internal sealed class LimitWindows(IEnumerable<Exchange> exchanges, IReadOnlyList<Fault> faults, int limit, TimeSpan length, int nodes)
{
    /// <summary>How long a node may count for itself after Redis is back: the breaker's two seconds, and what a connection takes to come back.</summary>
    private static readonly TimeSpan Finding = TimeSpan.FromSeconds(5);

    private readonly List<Fault> _withoutRedis = [.. faults.Where(static f => f.Kind == FaultKind.RedisLost).Select(static f => f with { To = f.To + Finding })];

    private readonly List<Window> _windows =
    [
        .. exchanges.Where(static e => e.Reset is not null && e.Status is 200 or 429).GroupBy(static e => e.Reset!.Value).OrderBy(static w => w.Key)
            .Select(static w => new Window(w.Key, w.Min(e => e.From), w.Max(e => e.To), w.Count(e => e.Status == 200), w.Count(e => e.Status == 429))),
    ];

    public int Count => _windows.Count;

    /// <summary>
    /// Windows that were used up while Redis was there and no node died. The first one after a node found Redis again is not among them: it found
    /// out by counting a request there that it admitted itself.
    /// </summary>
    public IReadOnlyList<Window> Exact =>
    [
        .. _windows.Where(w => w.Refused > 0 && !Touches(w, static f => f.IsOfNode)
            && !_withoutRedis.Any(f => f.Overlaps(w.From - length, w.To))),
    ];

    /// <summary>Windows in which a node died: an answer may have been lost, which counted all the same.</summary>
    public IReadOnlyList<Window> WithNodeFault => [.. _windows.Where(w => Touches(w, static f => f.IsOfNode))];

    /// <summary>Windows in which a node may have counted for itself.</summary>
    public IReadOnlyList<Window> WithoutRedis => [.. _windows.Where(w => _withoutRedis.Any(f => f.Overlaps(w.From, w.To)))];

    public IEnumerable<string> Violations()
    {
        foreach (var window in _windows)
        {
            var most = WithoutRedis.Contains(window) ? nodes * limit : limit;
            if (window.Admitted > most)
            {
                yield return $"{window}: more than {most}";
            }
        }

        foreach (var fault in faults.Where(static f => f.Kind == FaultKind.RedisLost))
        {
            var admitted = _windows.Where(w => fault.Overlaps(w.From, w.To)).Sum(static w => w.Admitted);
            var fit = (int)Math.Ceiling((fault.To - fault.From) / length) + 2;
            if (admitted > nodes * limit * fit)
            {
                yield return $"{fault}: {admitted} admitted, where {nodes} nodes and {fit} windows allow {nodes * limit * fit}";
            }
        }

        foreach (var window in Exact.Where(window => window.Admitted != limit))
        {
            yield return $"{window}: not exactly {limit}";
        }
    }

    private bool Touches(Window window, Func<Fault, bool> which) => faults.Any(fault => which(fault) && fault.Overlaps(window.From, window.To));

    internal sealed record Window(long Reset, TimeSpan From, TimeSpan To, int Admitted, int Refused)
    {
        public override string ToString() => $"window to {Reset} ({From.TotalSeconds:F1}-{To.TotalSeconds:F1} s): {Admitted} admitted, {Refused} refused";
    }
}
