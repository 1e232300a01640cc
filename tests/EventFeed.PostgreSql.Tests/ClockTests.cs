using Investigations.Testing;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>The server's clock, set as a test likes: a function of the same name comes first in the connections' search path.</summary>
public sealed class ClockTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Century = TimeSpan.FromDays(36_525);

    [Fact]
    public async Task Clock_SteppedBackAnHourAndForwardACentury_KeepsTheOrderAndIsNotBelieved()
    {
        var database = await ServerAsync();
        await using var node = new PostgresNode(database);
        var times = new List<DateTimeOffset> { await AppendAsync(node, "now", 1) };
        await StepAsync(database, -TimeSpan.FromHours(1));
        times.Add(await AppendAsync(node, "back", 1));
        Assert.Equal(times[0], times[1]);
        await StepAsync(database, Century);
        times.Add(await AppendAsync(node, "ahead", 1));
        times.Add(await AppendAsync(node, "ahead in bulk", 600));
        await StepAsync(database, TimeSpan.Zero);
        times.Add(await AppendAsync(node, "again", 1));

        Assert.Equal(times.Order(), times);
        Assert.True(times[^1] - times[0] < TimeSpan.FromMinutes(10), $"{times[^1]} after {times[0]}");
        var events = await node.Feed.ReadAllAsync("f", limit: 7);
        Assert.Equal(events.OrderBy(static item => item.Timestamp).ThenBy(static item => item.Sequence), events);
        Assert.Equal(604, events.Count);
    }

    [Fact]
    public async Task Clock_ACenturyAheadWhenTheProcessStarts_IsNotBelieved()
    {
        var database = await ServerAsync();
        await StepAsync(database, Century);
        await using var node = new PostgresNode(database);

        Assert.InRange(await AppendAsync(node, "e", 1) - DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()),
            TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
    }

    private async Task<string> ServerAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, """
            CREATE SCHEMA fake;
            CREATE TABLE fake.step(by interval NOT NULL);
            INSERT INTO fake.step VALUES ('0');
            CREATE FUNCTION fake.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT pg_catalog.clock_timestamp() + by FROM fake.step'
            """);
        return new NpgsqlConnectionStringBuilder(database) { SearchPath = "fake,pg_catalog,public" }.ConnectionString;
    }

    private static Task StepAsync(string database, TimeSpan by) => Sql.ExecuteAsync(database, $"UPDATE fake.step SET by = '{by.TotalSeconds} seconds'");

    private static async Task<DateTimeOffset> AppendAsync(PostgresNode node, string prefix, int count) =>
        (await node.Feed.AppendAsync("f", Feeds.Events(count, prefix), Feeds.Cancellation))[^1].Timestamp;
}
