using Investigations.EventFeed.PostgreSql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>Creates the tables that are missing, once a process, and tries again after a failure.</summary>
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

    private async Task CreateAsync()
    {
        // Looked for first: a role that may not create tables is refused even where they are there.
        if (!await database.ReadAsync(async (connection, token) => (bool)(await connection.Command(Schema.IsThere).ValueAsync(token))!, CancellationToken.None))
        {
            await database.WriteAsync(async (transaction, token) => await transaction.Connection!.Command(Schema.Sql).ExecuteAsync(token), CancellationToken.None);
        }
    }
}
