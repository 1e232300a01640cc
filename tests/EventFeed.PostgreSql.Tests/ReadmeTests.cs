using Investigations.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>The code of the package's page, as it stands there but for the database's name.</summary>
public sealed class ReadmeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Usage_Works()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await Sql.ExecuteAsync(connectionString, "CREATE TABLE orders(id int, status text)");
        var services = new ServiceCollection();
        services.AddEventFeed().UsePostgreSql(connectionString, o => o.Schema = "feeds");
        await using var provider = services.BuildServiceProvider();
        var (database, feed) = (provider.GetRequiredService<PostgreSqlFeedDatabase>(), provider.GetRequiredService<IEventFeed>());
        var (data, cancellationToken) = (Feeds.Nothing, Feeds.Cancellation);

        var results = await database.WriteAsync(async (transaction, token) =>
        {
            await SaveOrderAsync(transaction, 17, token);
            return await feed.AppendAsync(transaction, "order-17", [new NewFeedEvent("order_paid", data)], token);
        }, cancellationToken);

        Assert.Equal(AppendOutcome.Appended, Assert.Single(results).Outcome);
        Assert.Equal(1L, await database.ReadAsync(async ValueTask<object?> (connection, token) =>
        {
            await using var count = new NpgsqlCommand("SELECT count(*) FROM orders", connection);
            return await count.ExecuteScalarAsync(token);
        }, cancellationToken));
    }

    private static async Task SaveOrderAsync(NpgsqlTransaction transaction, int id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"INSERT INTO orders VALUES ({id}, 'paid')", transaction.Connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
