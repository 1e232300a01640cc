using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class SchemaTests : IDisposable
{
    private readonly TempFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("feed_")]
    [InlineData("my_feed_ids")]
    public async Task File_MadeByTheScript_IsTakenAsItIsAndEqualsOneMadeByThePackage(string prefix)
    {
        var script = SqliteFeedSchema.Script(prefix);
        Run(_file.Path, $"BEGIN IMMEDIATE; {script} COMMIT");
        var before = Tables(_file.Path);
        await using var given = new SqliteNode(_file.Path, sqlite: o => o.TablePrefix = prefix);
        await given.Feed.AppendAsync("a", [Sample.Event("x", subject: "s")], Cancellation);
        Assert.Equal(["x"], await given.Feed.IdsAsync("a"));

        var other = Path.Combine(_file.Folder, "other.db");
        await using var own = new SqliteNode(other, sqlite: o => o.TablePrefix = prefix);
        await own.Feed.AppendAsync("a", [Sample.Event("x", subject: "s")], Cancellation);

        Assert.Equal(7, before.Length);
        Assert.All(before, sql => Assert.Contains($" {prefix}", sql, StringComparison.Ordinal));
        Assert.Equal(before, Tables(_file.Path));
        Assert.Equal(before, Tables(other));
    }

    [Fact]
    public async Task Files_MadeByTheScript_HaveAnEpochAndAKeyEach()
    {
        var other = Path.Combine(_file.Folder, "other.db");
        Run(_file.Path, SqliteFeedSchema.Script());
        Run(other, SqliteFeedSchema.Script());
        await using var one = new SqliteNode(_file.Path);
        await using var two = new SqliteNode(other);
        Assert.NotEqual((await one.Feed.GetHeadAsync("a", Cancellation)).Epoch, (await two.Feed.GetHeadAsync("a", Cancellation)).Epoch);
        Assert.NotEqual(
            Assert.Single(await one.Store.GetCursorKeysAsync(Cancellation)).Key.ToArray(),
            Assert.Single(await two.Store.GetCursorKeysAsync(Cancellation)).Key.ToArray());
    }

    [Fact]
    public async Task File_MadeByHalfTheScript_IsRefused()
    {
        Run(_file.Path, SqliteFeedSchema.Script().Split("CREATE INDEX")[0]);
        await using var node = new SqliteNode(_file.Path);
        var exception = await Assert.ThrowsAsync<FeedUnavailableException>(() => node.Feed.IdsAsync("a"));
        Assert.Contains("incomplete", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1x")]
    [InlineData("a\n")]
    [InlineData("a; DROP TABLE b")]
    public void Script_ForAPrefixThatIsNone_IsRefused(string prefix) =>
        Assert.Throws<ArgumentException>("tablePrefix", () => SqliteFeedSchema.Script(prefix));

    private static void Run(string path, string sql)
    {
        using var connection = Open(path);
        connection.Execute(sql);
    }

    private static string[] Tables(string path)
    {
        using var connection = Open(path);
        using var command = connection.Command("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
        using var rows = command.ExecuteReader();
        var tables = new List<string>();
        while (rows.Read())
        {
            tables.Add(rows.GetString(0));
        }

        return [.. tables];
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
