using Investigations.Consumer.Tests.Pages;
using Investigations.Consumer.Tests.Workspace;
using Investigations.Testing;
using Npgsql;

namespace Investigations.Consumer.Tests;

/// <summary>The program of each page runs, and its <c>curl</c> lines print what stands behind them.</summary>
[Collection(SharedWorkspace.Name)]
public sealed class PageTests(ConsumerWorkspace workspace, PostgresFixture postgres)
{
    [Theory]
    [InlineData("Concurrency")]
    [InlineData("Concurrency.EntityFrameworkCore")]
    [InlineData("EventFeed")]
    [InlineData("EventFeed.Sqlite")]
    [InlineData("RateLimiting")]
    [InlineData("Sse")]
    public Task ShellLines_OfAPage_PrintWhatTheySay(string page) => RunAsync(page, page);

    [Fact]
    public Task ShellLines_OfTheRepositorysPage_PrintWhatTheySay() => RunAsync("README", "QuickStart");

    [Fact]
    public async Task ShellLines_OfThePostgreSqlPage_PrintWhatTheySay()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var create = source.CreateCommand("CREATE TABLE orders (id text PRIMARY KEY, status text); INSERT INTO orders VALUES ('17', 'new')");
            await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await RunAsync("EventFeed.PostgreSql", "EventFeed.PostgreSql", ("ConnectionStrings__Shop", database));
    }

    [Fact]
    public async Task ShellLines_OfTheRedisPage_PrintWhatTheySay()
    {
        await using var redis = await RedisServer.StartAsync();

        await RunAsync("RateLimiting.StackExchangeRedis", "RateLimiting.StackExchangeRedis", ("ConnectionStrings__Redis", redis.Connection));
    }

    private async Task RunAsync(string page, string program, params (string Name, string Value)[] environment)
    {
        var lines = Page.All[page].ShellLines.Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).Select(ShellLine.Parse).ToList();
        Assert.NotEmpty(lines);
        await using var host = await workspace.StartAsync(program, environment);

        foreach (var line in lines)
        {
            await line.RunAsync(workspace.FolderOf(program), host);
        }
    }
}
