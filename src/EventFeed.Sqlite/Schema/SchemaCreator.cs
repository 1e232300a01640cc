using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Creates the tables once, under the file's write lock, however many processes start together.</summary>
internal static class SchemaCreator
{
    private const string VersionName = "schema_version";
    private const string EpochName = "epoch";

    /// <summary>Makes sure of the tables and gives the epoch.</summary>
    public static long Ensure(SqliteConnection connection, FeedSql sql, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(sql.CreateMeta);
        var version = Meta(connection, sql, VersionName);
        if (version is null)
        {
            Create(connection, sql, time);
        }
        else if (version != FeedSql.SchemaVersion)
        {
            throw new FeedUnavailableException(string.Create(CultureInfo.InvariantCulture,
                $"The file's tables are of version {version}; this package knows version {FeedSql.SchemaVersion}."));
        }

        var epoch = Meta(connection, sql, EpochName) ?? throw new FeedUnavailableException("The file's tables are incomplete.");
        transaction.Commit();
        return epoch;
    }

    private static void Create(SqliteConnection connection, FeedSql sql, TimeProvider time)
    {
        connection.Execute(sql.CreateTables);
        connection.Execute(sql.InsertMeta, ("@name", EpochName), ("@value", BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)))));
        connection.Execute(sql.InsertMeta, ("@name", VersionName), ("@value", (long)FeedSql.SchemaVersion));
        connection.Execute(
            sql.InsertKey,
            ("@id", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))),
            ("@secret", RandomNumberGenerator.GetBytes(32)),
            ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    private static long? Meta(SqliteConnection connection, FeedSql sql, string name)
    {
        using var command = connection.Command(sql.SelectMeta, ("@name", name));
        return (long?)command.ExecuteScalar();
    }
}
