using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Tests;

public sealed class MutatedCursorTests
{
    private const int Count = 100_000;

    [Fact]
    public async Task Cursor_MutatedAHundredThousandTimes_IsRefusedWithoutTheStore()
    {
        await using var services = NewServices(out var store);
        var feed = services.GetRequiredService<IEventFeed>();
        await feed.AppendAsync("a", [Sample.Event("e1")], TestContext.Current.CancellationToken);
        var cursor = (await feed.ReadAsync("a", new FeedQuery(), TestContext.Current.CancellationToken)).Next;
        var reader = services.GetRequiredService<PageReader>();
        var random = new Random(4711);
        var mutants = Enumerable.Range(0, Count).Select(_ => Mutate(cursor, random)).Where(text => text != cursor).ToArray();
        Assert.InRange(mutants.Length, Count * 9 / 10, Count);
        var calls = store.Total;

        foreach (var mutant in mutants)
        {
            var exception = await Assert.ThrowsAsync<FeedCursorException>(async () => await reader.OpenAsync("a", new FeedQuery { Cursor = mutant }, TestContext.Current.CancellationToken));
            Assert.Equal(FeedCursorReason.Invalid, exception.Reason);
        }

        Assert.Equal(calls, store.Total);
    }

    [Fact]
    public void Cursor_Refused_AllocatesNothing()
    {
        var keys = new CursorKeyRing([new("k", new byte[32])]);
        var scope = CursorScope.Of("a", [], null);
        var forged = CursorFormat.Write(default, 1, scope, new SigningKey(new("k", new byte[33])));
        CursorFormat.TryRead(forged, scope, keys, out _, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            CursorFormat.TryRead(forged, scope, keys, out _, out _);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
    }

    [Fact]
    public async Task Cursor_OfAnyText_IsRefused()
    {
        await using var services = NewServices(out _);
        var reader = services.GetRequiredService<PageReader>();
        await Gen.String.SampleAsync(async text =>
        {
            var exception = await Assert.ThrowsAsync<FeedCursorException>(async () => await reader.OpenAsync("a", new FeedQuery { Cursor = text }, TestContext.Current.CancellationToken));
            return exception.Reason == FeedCursorReason.Invalid;
        }, iter: 2000);
    }

    [Fact]
    public async Task Mutants_OverHttp_Give400Only()
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(1);
        var cursor = (await host.GetAsync("/feeds/a/events")).Next;
        var (random, calls) = (new Random(42), host.Store.Total);
        for (var i = 0; i < 500; i++)
        {
            var mutant = Mutate(cursor, random);
            var answer = await host.GetAsync($"/feeds/a/events?cursor={Uri.EscapeDataString(mutant)}");
            Assert.True(mutant == cursor || (answer.Status, answer.Code) == (400, "invalid_cursor"), mutant);
        }

        Assert.InRange(host.Store.Total - calls, 0, 5);
    }

    private static ServiceProvider NewServices(out SpyStore store)
    {
        var spy = store = new SpyStore(new InMemoryFeedStore(new FeedClock(TimeProvider.System)));
        var services = new ServiceCollection();
        services.AddEventFeed();
        services.AddSingleton<IEventFeedStore>(spy);
        return services.BuildServiceProvider();
    }

    private static string Mutate(string cursor, Random random)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var at = random.Next(cursor.Length);
        return random.Next(6) switch
        {
            0 => cursor[..at],
            1 => cursor[at..],
            2 => cursor.Insert(at, Alphabet[random.Next(64)].ToString()),
            3 => cursor[..at] + cursor[(at + 1)..] + Alphabet[random.Next(64)],
            4 => cursor[..at] + (char)random.Next(1, 0xd7ff) + cursor[(at + 1)..],
            _ => cursor[..at] + Alphabet[random.Next(64)] + cursor[(at + 1)..],
        };
    }
}
