using Investigations.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Tests;

public sealed class InMemoryPagingTests : PagingProofs
{
    internal override Task<IFeedNode> OpenAsync(Action<EventFeedOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddEventFeed(configure).UseInMemory();
        return Task.FromResult<IFeedNode>(new Node(services.BuildServiceProvider()));
    }

    private sealed class Node(ServiceProvider services) : IFeedNode
    {
        public IEventFeed Feed => services.GetRequiredService<IEventFeed>();

        public IEventFeedStore Store => services.GetRequiredService<IEventFeedStore>();

        public ValueTask DisposeAsync() => services.DisposeAsync();
    }
}
