namespace Investigations.Api.Storage.PostgreSql;

internal static class Schema
{
    /// <summary>Asks for the table that was added last.</summary>
    public const string IsThere = "SELECT to_regclass('protection_keys') IS NOT NULL";

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
}
