using Investigations.EventFeed.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>The rows of <c>protection_keys</c>.</summary>
internal sealed class ProtectionKeyRows(SqliteFeedDatabase database) : IProtectionKeyStore
{
    private readonly OnFirstUse _schema = Schema.CreateIn(database);

    public async ValueTask<IReadOnlyList<string>> GetAllAsync(CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.ReadAsync(
            connection => connection.Command("SELECT xml FROM protection_keys").Query(row => row.GetString(0)), cancellationToken);
    }

    public async ValueTask AddAsync(string name, string xml, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        await database.WriteAsync(transaction => transaction.Execute(
            "INSERT INTO protection_keys(name, xml) VALUES($name, $xml) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml",
            ("$name", name), ("$xml", xml)), cancellationToken);
    }
}
