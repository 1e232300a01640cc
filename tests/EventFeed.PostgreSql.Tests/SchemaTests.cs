using Investigations.Testing;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

public sealed class SchemaTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("public", "feed_")]
    [InlineData("Orders", "my_feed_events_")]
    public async Task Tables_MadeByTheScript_AreTakenAsTheyAreAndEqualThoseOfThePackage(string schema, string prefix)
    {
        void Names(PostgreSqlFeedOptions options) => (options.Schema, options.TablePrefix) = (schema, prefix);
        var options = new PostgreSqlFeedOptions();
        Names(options);
        var (given, own) = (await postgres.CreateDatabaseAsync(), await postgres.CreateDatabaseAsync());
        await Sql.ExecuteAsync(given, $"""CREATE SCHEMA IF NOT EXISTS "{schema}"; {PostgreSqlFeedSchema.Script(options)}""");
        var before = await ThingsAsync(given);
        foreach (var database in (string[])[given, own])
        {
            await using var node = new PostgresNode(database, postgres: Names);
            await node.Feed.AppendAsync("f", Feeds.Events(3), Feeds.Cancellation);
            Assert.Equal(3, (await node.Feed.ReadAllAsync("f")).Count);
        }

        Assert.Equal(before, await ThingsAsync(given));
        Assert.Equal(before, await ThingsAsync(own));
        Assert.All(before, thing => Assert.Contains(prefix, thing, StringComparison.Ordinal));
    }

    [Fact]
    public void Script_WithTheDefaultNames_QualifiesEveryTable()
    {
        var tables = PostgreSqlFeedSchema.Script().Split("CREATE TABLE ")[1..];
        Assert.Equal(6, tables.Length);
        Assert.All(tables, static table => Assert.StartsWith("\"public\".feed_", table, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a\"; DROP TABLE x", "feed_")]
    [InlineData("", "feed_")]
    [InlineData("public", "Feed_")]
    [InlineData("public", "feed_;")]
    public void Script_ForNamesThatAreNone_IsRefused(string schema, string prefix) =>
        Assert.Throws<ArgumentException>("options", () => PostgreSqlFeedSchema.Script(new PostgreSqlFeedOptions { Schema = schema, TablePrefix = prefix }));

    [Fact]
    public async Task Tables_OfALaterVersion_AreLeftAlone()
    {
        var database = await postgres.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, $"{PostgreSqlFeedSchema.Script()}; UPDATE feed_meta SET value = 2 WHERE name = 'schema_version'");
        await using var node = new PostgresNode(database);
        var exception = await Assert.ThrowsAsync<FeedUnavailableException>(() => node.Feed.GetHeadAsync("f", Feeds.Cancellation).AsTask());
        Assert.Contains("version 2", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Each column, index, trigger and storage setting, in words.</summary>
    private static async Task<List<string>> ThingsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var select = source.CreateCommand("""
            SELECT concat_ws(' ', table_schema, table_name, column_name, data_type, is_nullable, column_default, identity_generation, collation_name)
            FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT concat_ws(' ', relname, reloptions) FROM pg_class WHERE reloptions IS NOT NULL AND relnamespace <> 'pg_catalog'::regnamespace
                AND relkind = 'r'
            ORDER BY 1
            """);
        await using var rows = await select.ExecuteReaderAsync(Feeds.Cancellation);
        var things = new List<string>();
        while (await rows.ReadAsync(Feeds.Cancellation))
        {
            things.Add(rows.GetString(0));
        }

        return things;
    }
}
