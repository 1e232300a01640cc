using Investigations.EventFeed.PostgreSql;
using Investigations.EventFeed.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Investigations.Samples.Tests.Hosting;

/// <summary>Changes a host's rows behind its back, where the contract has no call that would.</summary>
internal static class StoredRows
{
    public static async Task ExecuteSqlAsync(this IServiceProvider services, string sql)
    {
        if (services.GetService<PostgreSqlFeedDatabase>() is { } postgres)
        {
            await postgres.WriteAsync(async (transaction, token) =>
            {
                await using var command = new NpgsqlCommand(sql, transaction.Connection);
                return await command.ExecuteNonQueryAsync(token);
            }, ApiClient.Cancellation);
            return;
        }

        await services.GetRequiredService<SqliteFeedDatabase>().WriteAsync(transaction =>
        {
            using var command = new SqliteCommand(sql, transaction.Connection, transaction);
            return command.ExecuteNonQuery();
        }, ApiClient.Cancellation);
    }

    public static Task RemoveMembersAsync(this IServiceProvider services, string id) =>
        services.ExecuteSqlAsync($"UPDATE investigations SET members = '[]' WHERE id = '{id}'");
}
