using Investigations.EventFeed.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>Creates the tables once a process, and tries again after a failure.</summary>
internal sealed class SchemaOnFirstUse(SqliteFeedDatabase database, string sql)
{
    private readonly Lock _gate = new();
    private Task? _created;

    public ValueTask EnsureAsync(CancellationToken cancellationToken) =>
        _created is { IsCompletedSuccessfully: true } ? ValueTask.CompletedTask : new(Creation().WaitAsync(cancellationToken));

    private Task Creation()
    {
        lock (_gate)
        {
            return _created = _created is null or { IsFaulted: true } or { IsCanceled: true }
                ? database.WriteAsync(transaction => transaction.Execute(sql), CancellationToken.None).AsTask()
                : _created;
        }
    }
}
