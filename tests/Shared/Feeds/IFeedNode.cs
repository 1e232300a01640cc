using Investigations.EventFeed;

namespace Investigations.Testing;

/// <summary>The services of one process on a store.</summary>
internal interface IFeedNode : IAsyncDisposable
{
    IEventFeed Feed { get; }

    IEventFeedStore Store { get; }
}
