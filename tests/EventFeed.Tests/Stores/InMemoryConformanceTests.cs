using Investigations.EventFeed.Testing;

namespace Investigations.EventFeed.Tests;

public sealed class InMemoryConformanceTests : EventFeedStoreConformance
{
    public static TheoryData<string> Cases => [.. CaseNames];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Store(string name) => RunAsync(name, TestContext.Current.CancellationToken);

    protected override ValueTask<ConformanceStore> CreateAsync(CancellationToken cancellationToken) =>
        new(new ConformanceStore([new InMemoryFeedStore(new FeedClock(TimeProvider.System))], static () => default));
}
