using Investigations.EventFeed.PostgreSql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>Creates the tables once a process, and tries again after a failure.</summary>
internal sealed class SchemaOnFirstUse(PostgreSqlFeedDatabase database)
{
    private readonly Lock _gate = new();
    private Task? _created;

    public ValueTask EnsureAsync(CancellationToken cancellationToken) =>
        _created is { IsCompletedSuccessfully: true } ? ValueTask.CompletedTask : new(Creation().WaitAsync(cancellationToken));

    private Task Creation()
    {
        lock (_gate)
        {
            return _created = _created is null or { IsFaulted: true } or { IsCanceled: true } ? CreateAsync() : _created;
        }
    }

    private Task<int> CreateAsync() => database.WriteAsync(
        async (transaction, token) => await transaction.Connection!.Command(Schema.Sql).ExecuteAsync(token), CancellationToken.None).AsTask();
}
