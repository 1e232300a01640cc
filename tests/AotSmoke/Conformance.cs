using Investigations.EventFeed;
using Investigations.EventFeed.Testing;

namespace AotSmoke;

/// <summary>Investigations.EventFeed.Testing: the whole suite over stores in memory.</summary>
internal static class Conformance
{
    public static void MapConformance(this WebApplication app) => app.MapGet("/conformance", async (CancellationToken ct) =>
    {
        var suite = new InMemorySuite();
        foreach (var name in EventFeedStoreConformance.CaseNames)
        {
            await suite.RunAsync(name, ct);
        }

        return EventFeedStoreConformance.CaseNames.ToArray();
    });

    private sealed class InMemorySuite : EventFeedStoreConformance
    {
        protected override ValueTask<ConformanceStore> CreateAsync(CancellationToken cancellationToken)
        {
            var services = new ServiceCollection();
            services.AddEventFeed().UseInMemory();
            var provider = services.BuildServiceProvider();
            return new(new ConformanceStore([provider.GetRequiredService<IEventFeedStore>()], provider.DisposeAsync));
        }
    }
}
