using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

internal sealed class HeadReader(SqliteConnection connection, FeedSql sql)
{
    private readonly SqliteCommand _select = connection.Command(sql.SelectHead, ("@name", ""));

    public HeadRow? Read(SqliteTransaction? transaction, string feed)
    {
        _select.Transaction = transaction;
        using var reader = _select.Set(feed).ExecuteReader();
        return reader.Read()
            ? new HeadRow(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetInt64(4))
            : null;
    }
}
