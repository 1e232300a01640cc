using Investigations.EventFeed.Testing;
using Investigations.Testing;

namespace Investigations.EventFeed.PostgreSql.Tests;

public sealed class PostgreSqlConformanceTests(PostgresFixture postgres) : EventFeedStoreConformance
{
    public static TheoryData<string> Cases => [.. CaseNames];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Store(string name) => RunAsync(name, TestContext.Current.CancellationToken);

    /// <summary>Two nodes with connections of their own, as two processes would have.</summary>
    protected override async ValueTask<ConformanceStore> CreateAsync(CancellationToken cancellationToken)
    {
        var database = await postgres.CreateDatabaseAsync();
        PostgresNode[] nodes = [new(database), new(database)];
        return new ConformanceStore([.. nodes.Select(static node => node.Store)], async () =>
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        });
    }
}
