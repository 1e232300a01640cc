using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>The savepoint around each work of a batch, with statements that are compiled once.</summary>
internal sealed class Savepoint(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _begin = connection.Command("SAVEPOINT feed_work");
    private readonly SqliteCommand _release = connection.Command("RELEASE feed_work");
    private readonly SqliteCommand _rollback = connection.Command("ROLLBACK TO feed_work");

    public void Begin(SqliteTransaction transaction) => Execute(_begin, transaction);

    public void End(SqliteTransaction transaction, bool keep)
    {
        if (!keep)
        {
            Execute(_rollback, transaction);
        }

        Execute(_release, transaction);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _release.Dispose();
        _rollback.Dispose();
    }

    private static void Execute(SqliteCommand command, SqliteTransaction transaction)
    {
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
