using Investigations.EventFeed.PostgreSql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>The rows of <c>protection_keys</c>.</summary>
internal sealed class ProtectionKeyRows(PostgreSqlFeedDatabase database) : IProtectionKeyStore
{
    private readonly OnFirstUse _schema = Schema.CreateIn(database);

    public async ValueTask<IReadOnlyList<string>> GetAllAsync(CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.ReadAsync(
            (connection, token) => connection.Command("SELECT xml FROM protection_keys").QueryAsync(row => row.Text(0), token), cancellationToken);
    }

    public async ValueTask AddAsync(string name, string xml, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        await database.WriteAsync(async (transaction, token) => await transaction.Connection!
            .Command("INSERT INTO protection_keys(name, xml) VALUES($1, $2) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml", name, xml)
            .ExecuteAsync(token), cancellationToken);
    }
}
