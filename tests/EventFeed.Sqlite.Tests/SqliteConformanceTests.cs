using Investigations.EventFeed.Testing;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class SqliteConformanceTests : EventFeedStoreConformance
{
    public static TheoryData<string> Cases => [.. CaseNames];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Store(string name) => RunAsync(name, TestContext.Current.CancellationToken);

    /// <summary>Two nodes with connections of their own, as two processes would have.</summary>
    protected override ValueTask<ConformanceStore> CreateAsync(CancellationToken cancellationToken)
    {
        var file = new TempFile();
        SqliteNode[] nodes = [new(file.Path), new(file.Path)];
        return new(new ConformanceStore([.. nodes.Select(static node => node.Store)], async () =>
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }

            file.Dispose();
        }));
    }
}
