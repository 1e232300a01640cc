using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

internal static class Sql
{
    /// <summary>Runs statements on a connection of their own.</summary>
    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync(Feeds.Cancellation);
    }
}
