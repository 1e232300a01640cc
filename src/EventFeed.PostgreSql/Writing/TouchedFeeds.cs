using System.Collections.Concurrent;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Which feeds were appended to in a transaction that is under way, to tell of them once it is committed.</summary>
internal sealed class TouchedFeeds
{
    private readonly ConcurrentDictionary<NpgsqlTransaction, Dictionary<string, long>> _open = new(ReferenceEqualityComparer.Instance);

    public void Open(NpgsqlTransaction transaction) => _open[transaction] = new(StringComparer.Ordinal);

    /// <summary>Remembers an append; in a transaction that is not ours nobody will ask.</summary>
    public void Touch(NpgsqlTransaction transaction, string feed, long sequence)
    {
        if (_open.TryGetValue(transaction, out var touched))
        {
            touched[feed] = sequence;
        }
    }

    public IReadOnlyDictionary<string, long> Close(NpgsqlTransaction transaction) =>
        _open.TryRemove(transaction, out var touched) ? touched : [];
}
