using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Creates the tables once, under the file's write lock, however many processes start together.</summary>
internal static class SchemaCreator
{
    private const string VersionName = "schema_version";
    private const string EpochName = "epoch";

    /// <summary>Makes sure of the tables, and of the epoch and the key in them. Gives the epoch.</summary>
    public static long Ensure(SqliteConnection connection, FeedSql sql, TimeProvider time) =>
        Find(connection, sql) ?? Create(connection, sql, time);

    /// <summary>The epoch, when nothing is missing: what is complete takes no lock, and may be on a file that cannot be written.</summary>
    private static long? Find(SqliteConnection connection, FeedSql sql)
    {
        if (Number(connection, sql.CountMeta) == 0)
        {
            return null;
        }

        CheckVersion(Meta(connection, sql, VersionName));
        return Number(connection, sql.CountKeys) == 0 ? null : Meta(connection, sql, EpochName);
    }

    private static long Create(SqliteConnection connection, FeedSql sql, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Number(connection, sql.CountMeta) == 0)
        {
            connection.Execute(sql.CreateTables);
        }

        CheckVersion(Meta(connection, sql, VersionName));
        var epoch = Meta(connection, sql, EpochName) ?? NewEpoch(connection, sql);
        if (Number(connection, sql.CountKeys) == 0)
        {
            AddKey(connection, sql, time);
        }

        transaction.Commit();
        return epoch;
    }

    private static void CheckVersion(long? version)
    {
        if (version is null)
        {
            throw new FeedUnavailableException("The file's tables are incomplete.");
        }

        if (version != SqliteFeedSchema.Version)
        {
            throw new FeedUnavailableException(string.Create(CultureInfo.InvariantCulture,
                $"The file's tables are of version {version}; this package knows version {SqliteFeedSchema.Version}."));
        }
    }

    private static long NewEpoch(SqliteConnection connection, FeedSql sql)
    {
        var epoch = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        connection.Execute(sql.InsertMeta, ("@name", EpochName), ("@value", epoch));
        return epoch;
    }

    private static void AddKey(SqliteConnection connection, FeedSql sql, TimeProvider time) => connection.Execute(
        sql.InsertKey,
        ("@id", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))),
        ("@secret", RandomNumberGenerator.GetBytes(32)),
        ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()));

    private static long? Meta(SqliteConnection connection, FeedSql sql, string name) => Number(connection, sql.SelectMeta, ("@name", name));

    private static long? Number(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        return (long?)command.ExecuteScalar();
    }
}
