using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Concurrency.Tests;

public sealed class VersionCacheTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly OptimisticConcurrencyOptions _options = new() { VersionCacheTtl = TimeSpan.FromSeconds(5) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private VersionCache Cache() => new(_time, Options.Create(_options));

    [Fact]
    public async Task Get_WithinTheTimeToLive_IsReadOnce()
    {
        var cache = Cache();
        var reads = 0;
        ValueTask<EntityTag?> Read() => new(new EntityTag(++reads));

        var first = await cache.GetAsync("k", Read, Token);
        _time.Advance(TimeSpan.FromSeconds(5));
        var second = await cache.GetAsync("k", Read, Token);
        _time.Advance(TimeSpan.FromTicks(1));
        var third = await cache.GetAsync("k", Read, Token);

        Assert.Equal((new RecentTag(1, true), new RecentTag(1, false), new RecentTag(2, true)), (first, second, third));
    }

    [Fact]
    public async Task Get_ManyAtOnce_ReadOnce()
    {
        var cache = Cache();
        var reads = 0;
        var reading = new TaskCompletionSource<EntityTag?>();
        var waiting = Enumerable.Range(0, 100).Select(_ => cache.GetAsync("k", () =>
        {
            reads++;
            return new(reading.Task);
        }, Token)).ToArray();

        reading.SetResult(7);
        var tags = await Task.WhenAll(waiting);

        Assert.Equal(1, reads);
        Assert.All(tags, tag => Assert.Equal(new EntityTag(7), tag.Tag));
        Assert.Single(tags, tag => tag.IsFresh);
    }

    [Fact]
    public async Task Get_ReadersRequestIsAborted_AnotherOneReads()
    {
        var cache = Cache();
        using var aborted = new CancellationTokenSource();
        var reader = cache.GetAsync("k", async () =>
        {
            await Task.Delay(Timeout.Infinite, aborted.Token);
            return null;
        }, aborted.Token);
        var waiter = cache.GetAsync("k", () => new(new EntityTag(2)), Token);

        await aborted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader);
        Assert.Equal(new RecentTag(2, true), await waiter);
    }

    [Fact]
    public async Task Get_ReadFails_AllWhoWaitLearnItAndTheNextReadsAgain()
    {
        var cache = Cache();
        var reading = new TaskCompletionSource<EntityTag?>();
        var reader = cache.GetAsync("k", () => new(reading.Task), Token);
        var waiter = cache.GetAsync("k", () => throw new InvalidOperationException("not reached"), Token);

        reading.SetException(new IOException("down"));

        await Assert.ThrowsAsync<IOException>(() => reader);
        await Assert.ThrowsAsync<IOException>(() => waiter);
        Assert.Equal(new EntityTag(3), (await cache.GetAsync("k", () => new(new EntityTag(3)), Token)).Tag);
    }

    [Fact]
    public async Task Get_WriteDuringTheRead_IsNotUndoneByIt()
    {
        var cache = Cache();
        var reading = new TaskCompletionSource<EntityTag?>();
        var reader = cache.GetAsync("k", () => new(reading.Task), Token);

        cache.Set("k", 4);
        reading.SetResult(3);

        Assert.Equal(new EntityTag(4), (await reader).Tag);
        Assert.True(cache.TryGet("k", out var tag));
        Assert.Equal(new EntityTag(4), tag);
    }

    [Fact]
    public async Task Get_OpaqueWriteDuringTheRead_IsNotUndoneByIt()
    {
        var cache = Cache();
        var reading = new TaskCompletionSource<EntityTag?>();
        var reader = cache.GetAsync("k", () => new(reading.Task), Token);

        cache.Set("k", new EntityTag("new"));
        reading.SetResult(new EntityTag("old"));

        Assert.Equal(new EntityTag("new"), (await reader).Tag);
    }

    [Fact]
    public void Observe_OlderReadEndsLater_DoesNotUndoTheNewer()
    {
        var cache = Cache();
        var older = cache.Now;
        _time.Advance(TimeSpan.FromSeconds(1));
        cache.Observe("k", 4, cache.Now);
        cache.Observe("k", 3, older);

        Assert.True(cache.TryGet("k", out var tag));
        Assert.Equal(new EntityTag(4), tag);
    }

    [Fact]
    public void Observe_SlowRead_IsAsOldAsItsBeginning()
    {
        var cache = Cache();
        var startedAt = cache.Now;
        _time.Advance(TimeSpan.FromSeconds(6));
        cache.Observe("k", 3, startedAt);

        Assert.False(cache.TryGet("k", out _));
    }

    [Theory]
    [InlineData(4, 5, 5)]
    [InlineData(5, 4, 5)]
    public void Set_TwoVersions_KeepsTheGreater(long first, long second, long kept)
    {
        var cache = Cache();
        cache.Set("k", first);
        cache.Set("k", second);

        Assert.True(cache.TryGet("k", out var tag));
        Assert.Equal(new EntityTag(kept), tag);
    }

    [Fact]
    public void Remove_Key_IsForgotten()
    {
        var cache = Cache();
        cache.Set("k", 4);
        cache.Remove("k");

        Assert.False(cache.TryGet("k", out _));
    }

    [Fact]
    public async Task Get_NoSuchResource_IsNotCached()
    {
        var cache = Cache();
        await cache.GetAsync("k", () => new((EntityTag?)null), Token);

        Assert.Equal(new RecentTag(1, true), await cache.GetAsync("k", () => new(new EntityTag(1)), Token));
    }

    [Fact]
    public void Set_MoreKeysThanTheSize_StaysBoundedAndKeepsWhatIsInUse()
    {
        _options.VersionCacheSize = 100;
        var cache = Cache();
        for (var i = 0; i < 90; i++)
        {
            cache.Set($"old{i}", 1);
        }

        _time.Advance(TimeSpan.FromSeconds(6));
        for (var i = 0; i < 50; i++)
        {
            cache.Set($"new{i}", 1);
        }

        Assert.All(Enumerable.Range(0, 50), i => Assert.True(cache.TryGet($"new{i}", out _)));
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set($"many{i}", 1);
        }

        Assert.InRange(cache.Count, 1, 100);
    }

    [Fact]
    public void Set_TimeToLiveIsZero_CachesNothing()
    {
        _options.VersionCacheTtl = TimeSpan.Zero;
        var cache = Cache();
        cache.Set("k", 1);

        Assert.False(cache.TryGet("k", out _));
    }
}
