using Investigations.EventFeed.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

internal static class Schema
{
    private const string Sql = """
        CREATE TABLE IF NOT EXISTS investigations(
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            status TEXT NOT NULL,
            phase TEXT,
            progress INTEGER NOT NULL,
            assignee TEXT,
            notes TEXT,
            version INTEGER NOT NULL,
            created_ms INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            updated_ms INTEGER NOT NULL,
            updated_by TEXT NOT NULL,
            members TEXT NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS investigations_title ON investigations(title);

        CREATE TABLE IF NOT EXISTS investigation_access(
            user TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY(user, position)) STRICT, WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS investigation_history(
            investigation_id TEXT NOT NULL,
            version INTEGER NOT NULL,
            previous_version INTEGER,
            changed_ms INTEGER NOT NULL,
            changed_by TEXT NOT NULL,
            changes TEXT NOT NULL,
            PRIMARY KEY(investigation_id, version)) STRICT, WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS investigation_runs(
            investigation_id TEXT NOT NULL,
            run_id TEXT NOT NULL,
            name TEXT,
            finished INTEGER NOT NULL,
            PRIMARY KEY(investigation_id, run_id)) STRICT, WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS protection_keys(
            name TEXT NOT NULL PRIMARY KEY,
            xml TEXT NOT NULL) STRICT;
        """;

    /// <summary>Creates the tables that are missing.</summary>
    public static OnFirstUse CreateIn(SqliteFeedDatabase database) =>
        new(() => database.WriteAsync(static transaction => transaction.Execute(Sql), CancellationToken.None).AsTask());
}
