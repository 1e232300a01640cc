using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Tells trouble with the server from mistakes in a statement.</summary>
internal static class PostgreSqlErrors
{
    /// <summary>The server rolled back and said so: the same once more may well succeed.</summary>
    public static bool IsRolledBack(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable,
    };

    /// <summary>The tables have gone, with their database perhaps.</summary>
    public static bool IsMissingTable(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName,
    };

    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException server => IsRolledBack(server) || IsMissingTable(server) || IsOfState(server.SqlState),
        NpgsqlException => true,
        TimeoutException or System.Net.Sockets.SocketException or IOException => true,
        _ => false,
    };

    /// <summary>While a connection is being opened, whatever the server says against it means that there is none.</summary>
    public static bool IsUnavailableOnOpen(Exception exception) => exception is NpgsqlException || IsUnavailable(exception);

    /// <summary>Whether it is known that nothing was stored, or does not matter.</summary>
    public static bool MayTryAgain(Exception exception, bool isIdempotent) =>
        IsRolledBack(exception) || (isIdempotent && IsConnection(exception));

    public static FeedUnavailableException Unavailable(Exception exception) => exception as FeedUnavailableException ?? exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            new("The role lacks a right that the event feed needs.", exception),
        PostgresException { SqlState: PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement } =>
            new("Prepared statements got lost between connections: behind a pooler that shares them, PrepareStatements must be off.", exception),
        _ => new("The PostgreSQL server of the event feed is unavailable.", exception),
    };

    private static bool IsConnection(Exception exception) => exception switch
    {
        PostgresException server => server.SqlState.StartsWith("08", StringComparison.Ordinal) || server.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException or IOException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    // Connections, authorization, database, resources, shutdown, system; read-only (after a failover), rights, a pooler in between.
    private static bool IsOfState(string state) => state[..2] is "08" or "28" or "3D" or "53" or "57" or "58"
        || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement;
}
