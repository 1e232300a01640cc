using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed;

/// <summary>Goes on where <c>AddEventFeed</c> ended: choose the store.</summary>
public sealed class EventFeedBuilder
{
    internal EventFeedBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }
}
