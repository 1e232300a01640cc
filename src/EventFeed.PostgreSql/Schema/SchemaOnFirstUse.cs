using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Makes sure of the tables once a process, under a lock that all nodes share, and again when they turn out to be gone.</summary>
internal sealed class SchemaOnFirstUse(FeedSql sql, IOptions<PostgreSqlFeedOptions> options, ILogger<SchemaOnFirstUse> logger)
{
    // Creating tables may wait for other nodes that do the same.
    private const int Timeout = 60;

    private volatile bool _ensured;

    public void Forget() => _ensured = false;

    public async ValueTask EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_ensured)
        {
            return;
        }

        var version = await VersionAsync(connection, cancellationToken) ?? await CreateAsync(connection, cancellationToken);
        if (version != PostgreSqlFeedSchema.Version)
        {
            throw new FeedUnavailableException(
                $"The event feed's tables are of version {version}; this package knows version {PostgreSqlFeedSchema.Version}.");
        }

        _ensured = true;
    }

    private async Task<long?> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = connection.Command(sql.SelectVersion, Timeout);
            return await command.ExecuteScalarAsync(cancellationToken) as long?
                ?? throw new FeedUnavailableException("The event feed's tables are incomplete.");
        }
        catch (PostgresException exception) when (PostgreSqlErrors.IsMissingTable(exception))
        {
            return null;
        }
    }

    private async Task<long?> CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!options.Value.CreateTables)
        {
            throw new FeedUnavailableException(
                "The event feed's tables are missing and CreateTables is off: let their owner run PostgreSqlFeedSchema.Script().");
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({sql.Scope})", cancellationToken);
        if (await IsThereAsync(connection, $"to_regclass('{sql.Meta}')", cancellationToken))
        {
            await transaction.RollbackAsync(cancellationToken);
            return await VersionAsync(connection, cancellationToken);
        }

        if (!await IsThereAsync(connection, $"to_regnamespace('\"{sql.Schema}\"')", cancellationToken))
        {
            await ExecuteAsync(connection, $"CREATE SCHEMA \"{sql.Schema}\"", cancellationToken);
        }

        await ExecuteAsync(connection, sql.CreateTables, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.TablesCreated(logger, sql.Schema);
        return PostgreSqlFeedSchema.Version;
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = connection.Command($"SELECT {name} IS NOT NULL", Timeout);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, Timeout);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
