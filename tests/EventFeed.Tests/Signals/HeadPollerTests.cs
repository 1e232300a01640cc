using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Tests;

public sealed class HeadPollerTests
{
    [Fact]
    public async Task Watch_WhereTheContextDoesNotFlow_PollsAsAnywhere()
    {
        await using var provider = new ServiceCollection().AddEventFeed().UseInMemory().Services.BuildServiceProvider();
        var poller = provider.GetRequiredService<HeadPoller>();
        using (ExecutionContext.SuppressFlow())
        {
            using var watch = poller.Watch("a");
            Assert.True(poller.IsRunning);
            Assert.True(ExecutionContext.IsFlowSuppressed());
        }

        Assert.False(ExecutionContext.IsFlowSuppressed());
    }
}
