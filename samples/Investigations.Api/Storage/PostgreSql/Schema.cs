using Investigations.EventFeed.PostgreSql;

namespace Investigations.Api.Storage.PostgreSql;

internal static class Schema
{
    /// <summary>Nodes that start together take their turns, by a lock that the transaction holds.</summary>
    public const string Sql = """
        SELECT pg_advisory_xact_lock(7209417630155);

        CREATE TABLE IF NOT EXISTS investigations(
            position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id text COLLATE "C" NOT NULL UNIQUE,
            title text COLLATE "C" NOT NULL,
            status text NOT NULL,
            phase text,
            progress integer NOT NULL,
            assignee text,
            notes text,
            version bigint NOT NULL,
            created_ms bigint NOT NULL,
            created_by text NOT NULL,
            updated_ms bigint NOT NULL,
            updated_by text NOT NULL,
            members text NOT NULL);
        CREATE INDEX IF NOT EXISTS investigations_title ON investigations USING hash(title);

        CREATE TABLE IF NOT EXISTS investigation_access(
            user_id text COLLATE "C" NOT NULL,
            position bigint NOT NULL,
            PRIMARY KEY(user_id, position));

        CREATE TABLE IF NOT EXISTS investigation_history(
            investigation_id text COLLATE "C" NOT NULL,
            version bigint NOT NULL,
            previous_version bigint,
            changed_ms bigint NOT NULL,
            changed_by text NOT NULL,
            changes text NOT NULL,
            PRIMARY KEY(investigation_id, version));

        CREATE TABLE IF NOT EXISTS investigation_runs(
            investigation_id text COLLATE "C" NOT NULL,
            run_id text COLLATE "C" NOT NULL,
            name text,
            finished boolean NOT NULL,
            PRIMARY KEY(investigation_id, run_id));

        CREATE TABLE IF NOT EXISTS protection_keys(
            name text COLLATE "C" PRIMARY KEY,
            xml text NOT NULL);
        """;

    // Asks for the table that was added last.
    private const string IsThere = "SELECT to_regclass('protection_keys') IS NOT NULL";

    /// <summary>Creates the tables that are missing.</summary>
    public static OnFirstUse CreateIn(PostgreSqlFeedDatabase database) => new(() => CreateAsync(database));

    private static async Task CreateAsync(PostgreSqlFeedDatabase database)
    {
        // Looked for first: a role that may not create tables is refused even where they are there.
        if (!await database.ReadAsync(static async (connection, token) => (bool)(await connection.Command(IsThere).ValueAsync(token))!, CancellationToken.None))
        {
            await database.WriteAsync(static async (transaction, token) => await transaction.Connection!.Command(Sql).ExecuteAsync(token), CancellationToken.None);
        }
    }
}
