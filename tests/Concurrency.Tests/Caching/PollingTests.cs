using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Concurrency.Tests;

/// <summary>Polls of an unchanged resource are answered from the cache, and changes are seen.</summary>
public sealed class PollingTests
{
    private readonly FakeTimeProvider _time = new();

    private Task<TestApp> StartAsync(Action<OptimisticConcurrencyOptions>? configure = null) => DocumentApi.StartAsync(
        builder => builder.Services.AddSingleton<TimeProvider>(_time),
        options =>
        {
            options.VersionCacheTtl = TimeSpan.FromSeconds(5);
            configure?.Invoke(options);
        });

    private static Task<RawResponse> PollAsync(TestApp app, string tag) => app.SendAsync("GET", "/documents/1", $"If-None-Match: {tag}");

    [Fact]
    public async Task Poll_Unchanged_ReadsTheStoreOnceInTheTimeToLive()
    {
        await using var app = await StartAsync();

        for (var poll = 0; poll < 20; poll++)
        {
            Assert.Equal(304, (await PollAsync(app, "\"3\"")).Status);
        }

        Assert.Equal(1, app.Documents().VersionReads);
        _time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal(304, (await PollAsync(app, "\"3\"")).Status);
        Assert.Equal(2, app.Documents().VersionReads);
    }

    [Fact]
    public async Task Poll_AfterAFullAnswer_NeedsNoReadOfItsOwn()
    {
        await using var app = await StartAsync();

        await app.SendAsync("GET", "/documents/1");
        await PollAsync(app, "\"3\"");

        Assert.Equal(1, app.Documents().VersionReads);
    }

    [Fact]
    public async Task Poll_ManyTabsAtOnce_ReadTheStoreOnce()
    {
        await using var app = await StartAsync();

        var polls = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PollAsync(app, "\"3\"")));

        Assert.All(polls, poll => Assert.Equal(304, poll.Status));
        Assert.Equal(1, app.Documents().VersionReads);
    }

    [Fact]
    public async Task Poll_AfterAWriteOnThisNode_SeesItAtOnce()
    {
        await using var app = await StartAsync();
        await PollAsync(app, "\"3\"");

        await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"new"}""", "If-Match: 3");
        var reads = app.Documents().VersionReads;
        var stale = await PollAsync(app, "\"3\"");
        var current = await PollAsync(app, "\"4\"");

        Assert.Equal((200, "\"4\"", 304), (stale.Status, stale["ETag"], current.Status));
        Assert.Equal(reads + 1, app.Documents().VersionReads);
    }

    [Fact]
    public async Task Poll_CacheIsBehindTheClient_StoreIsAskedBeforeAnythingIsSent()
    {
        await using var app = await StartAsync();
        await PollAsync(app, "\"3\"");
        app.Documents()["1"] = new("1", "written elsewhere", 4);

        Assert.Equal(304, (await PollAsync(app, "\"3\"")).Status);
        Assert.Equal(304, (await PollAsync(app, "\"4\"")).Status);
        Assert.Equal((200, "\"4\""), ((await PollAsync(app, "\"3\"")).Status, (await PollAsync(app, "\"1\""))["ETag"]));
    }

    [Fact]
    public async Task Write_CacheIsBehind_IsJudgedByTheStore()
    {
        await using var app = await StartAsync();
        await PollAsync(app, "\"3\"");
        app.Documents()["1"] = new("1", "written elsewhere", 4);

        Assert.Equal(200, (await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"new"}""", "If-Match: 4")).Status);
    }

    [Fact]
    public async Task Read_IfMatchWhileTheCacheIsBehind_IsJudgedByTheStore()
    {
        await using var app = await StartAsync();
        await PollAsync(app, "\"3\"");
        app.Documents()["1"] = new("1", "written elsewhere", 4);

        Assert.Equal(200, (await app.SendAsync("GET", "/documents/1", "If-Match: \"4\"")).Status);
    }

    [Fact]
    public async Task Poll_VersionSetByHand_IsSeenAtOnce()
    {
        await using var app = await StartAsync();
        await PollAsync(app, "\"3\"");

        app.Documents()["1"] = new("1", "written by a job", 4);
        app.Services.GetRequiredService<IVersionCache>().Set("document:1", 4);

        Assert.Equal(200, (await PollAsync(app, "\"3\"")).Status);
    }

    [Fact]
    public async Task Poll_TimeToLiveIsZero_ReadsTheStoreEachTime()
    {
        await using var app = await StartAsync(o => o.VersionCacheTtl = TimeSpan.Zero);

        await PollAsync(app, "\"3\"");
        await PollAsync(app, "\"3\"");

        Assert.Equal(2, app.Documents().VersionReads);
    }

    [Fact]
    public async Task Poll_SourceWithoutKey_IsNeverCached()
    {
        var reads = 0;
        await using var app = await TestApp.StartAsync(a => a.MapGet("/x", () => "x").WithConditionalGet()
            .WithVersionSource((_, _) => new(Interlocked.Increment(ref reads) > 0 ? 3 : null)));

        await app.SendAsync("GET", "/x", "If-None-Match: \"3\"");
        await app.SendAsync("GET", "/x", "If-None-Match: \"3\"");

        Assert.Equal(2, reads);
    }
}
