#:project ../src/EventFeed.Testing
#:property PublishAot=false

// Judges a store, here the one in memory, by what every store must do: `dotnet run samples/event-feed-testing.cs` lists the cases it passes.

using Investigations.EventFeed;
using Investigations.EventFeed.Testing;
using Microsoft.Extensions.DependencyInjection;

var suite = new Suite();
foreach (var name in EventFeedStoreConformance.CaseNames)
{
    await suite.RunAsync(name);
    Console.WriteLine($"passed: {name}");
}

internal sealed class Suite : EventFeedStoreConformance
{
    protected override ValueTask<ConformanceStore> CreateAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddEventFeed().UseInMemory();
        var provider = services.BuildServiceProvider();
        return new(new ConformanceStore([provider.GetRequiredService<IEventFeedStore>()], provider.DisposeAsync));
    }
}
