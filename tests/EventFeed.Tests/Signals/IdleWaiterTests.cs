using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.EventFeed.Tests;

[Collection(Alone.Name)]
public sealed class IdleWaiterTests
{
    private const int Waiters = 5_000;
    private const int MostBytesEach = 6_000;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task FiveThousandWaiters_HoldLittleAndLeaveNothing()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddEventFeed().UseInMemory();
        await using var provider = services.BuildServiceProvider();
        var feed = provider.GetRequiredService<IEventFeed>();
        var watchers = provider.GetRequiredService<FeedWatchers>();
        await RoundAsync(100);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var held = 0L;
        for (var round = 0; round < 3; round++)
        {
            held = Math.Max(held, await RoundAsync(Waiters) - before);
        }

        Assert.InRange(held, 0, (long)Waiters * MostBytesEach);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, -10_000_000, 2_000_000);
        Assert.Empty(watchers.Names);

        async Task<long> RoundAsync(int count)
        {
            var reads = Enumerable.Range(0, count)
                .Select(i => feed.ReadAsync($"f{i % 10}", new FeedQuery { Wait = Wait }, TestContext.Current.CancellationToken).AsTask()).ToArray();
            await Waiting.UntilAsync(() => watchers.Waiting == count);
            var memory = GC.GetTotalMemory(forceFullCollection: true);
            time.Advance(Wait);
            Assert.All(await Task.WhenAll(reads), static page => Assert.Empty(page.Events));
            return memory;
        }
    }
}
