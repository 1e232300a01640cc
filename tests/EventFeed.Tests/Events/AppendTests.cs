using System.Text.Json;

namespace Investigations.EventFeed.Tests;

public sealed class AppendTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"a":1,"b":[true,null,"x"]}""", """{ "b" : [true, null, "\u0078"], "a" : 1.0 }""")]
    [InlineData("100", "1e2")]
    [InlineData("{}", "{}")]
    public async Task Id_AgainWithTheSameContentSpeltOtherwise_IsADuplicate(string first, string again)
    {
        await using var host = await FeedHost.StartAsync();
        var occurred = new DateTimeOffset(2026, 1, 1, 12, 0, 0, 1, TimeSpan.Zero);
        var one = await AppendAsync(host, Sample.Event("x", subject: "s", data: first) with { OccurredAt = occurred });
        await AppendAsync(host, Sample.Event("y"));
        var two = await AppendAsync(host, Sample.Event("x", subject: "s", data: again) with { OccurredAt = occurred.AddTicks(9).ToOffset(TimeSpan.FromHours(2)) });

        Assert.Equal(AppendOutcome.Appended, one.Outcome);
        Assert.Equal(one with { Outcome = AppendOutcome.Duplicate }, two);
    }

    [Fact]
    public async Task Id_AgainWithOtherContent_IsAConflictAndChangesNothing()
    {
        await using var host = await FeedHost.StartAsync();
        var original = Sample.Event("x", subject: "s", data: """{"a":1}""") with { OccurredAt = DateTimeOffset.UnixEpoch };
        var one = await AppendAsync(host, original);
        var before = (await host.GetAsync("/feeds/a/events")).Bytes;
        NewFeedEvent[] others =
        [
            original with { Type = "other" }, original with { Subject = "t" }, original with { Subject = null }, original with { OccurredAt = null },
            original with { OccurredAt = DateTimeOffset.UnixEpoch.AddMilliseconds(1) }, original with { Data = Sample.Json("""{"a":2}""") },
            original with { Data = Sample.Json("""{"a":"1"}""") }, original with { Data = Sample.Json("""{"a":1,"b":null}""") }, original with { Data = default },
        ];
        foreach (var other in others)
        {
            Assert.Equal(one with { Outcome = AppendOutcome.Conflict }, await AppendAsync(host, other));
        }

        Assert.Equal(before, (await host.GetAsync("/feeds/a/events")).Bytes);
    }

    [Fact]
    public async Task Batch_OfNewOldAndConflicting_GivesOutcomesInOrder()
    {
        await using var host = await FeedHost.StartAsync();
        await AppendAsync(host, Sample.Event("old"));
        var results = await host.Feed.AppendAsync("a",
            [Sample.Event("n1"), Sample.Event("old"), Sample.Event("old", "other"), Sample.Event("n2"), Sample.Event("n1")], Cancellation);

        Assert.Equal(
            [AppendOutcome.Appended, AppendOutcome.Duplicate, AppendOutcome.Conflict, AppendOutcome.Appended, AppendOutcome.Duplicate],
            results.Select(static item => item.Outcome));
        Assert.Equal(["old", "n1", "n2"], (await host.GetAsync("/feeds/a/events")).Ids);
    }

    [Fact]
    public async Task Id_Missing_IsMade()
    {
        await using var host = await FeedHost.StartAsync();
        var results = await host.Feed.AppendAsync("a", [Sample.Event(), Sample.Event()], Cancellation);
        Assert.Equal(2, results.Select(static item => item.Id).Distinct().Count());
        Assert.All(results, static item => Assert.Equal(7, Guid.Parse(item.Id).Version));
    }

    [Fact]
    public async Task Dedup_Off_StoresEveryEvent()
    {
        await using var host = await FeedHost.StartAsync(configure: static o => o.EnableDedup = false);
        var first = await AppendAsync(host, Sample.Event("x"));
        var second = await AppendAsync(host, Sample.Event("x"));
        Assert.Equal((AppendOutcome.Appended, AppendOutcome.Appended), (first.Outcome, second.Outcome));
        Assert.Equal(["x", "x"], (await host.GetAsync("/feeds/a/events")).Ids);
    }

    public static TheoryData<string, NewFeedEvent> BadEvents => new()
    {
        { "id", Sample.Event("") },
        { "id", Sample.Event(new string('x', 201)) },
        { "id", Sample.Event("a\0b") },
        { "id", Sample.Event("a\u0085") },
        { "id", Sample.Event("\ud800") },
        { "id", Sample.Event("\udc00\ud800") },
        { "type", Sample.Event("x", "") },
        { "type", Sample.Event("x", "Upper") },
        { "type", Sample.Event("x", "1st") },
        { "type", Sample.Event("x", "a b") },
        { "type", Sample.Event("x", "a\n") },
        { "type", Sample.Event("x", new string('a', 65)) },
        { "type", Sample.Event("x", null!) },
        { "subject", Sample.Event("x", subject: "") },
        { "subject", Sample.Event("x", subject: "a/b") },
        { "subject", Sample.Event("x", subject: new string('a', 129)) },
        { "data", Sample.Event("x", data: "\"\\ud800\"") },
        { "data", Sample.Event("x", data: "{\"\\udc00\":1}") },
        { "data", Sample.Event("x", data: new string('[', 61) + new string(']', 61)) },
        { "data", Sample.Event("x", data: $"\"{new string('x', 1024 * 1024)}\"") },
    };

    [Theory]
    [MemberData(nameof(BadEvents), DisableDiscoveryEnumeration = true)]
    public async Task Event_ThatBreaksARule_RefusesTheBatchBeforeTheStore(string member, NewFeedEvent bad)
    {
        await using var host = await FeedHost.StartAsync();
        var exception = await Assert.ThrowsAsync<FeedEventException>(async () => await host.Feed.AppendAsync("a", [Sample.Event("ok"), bad], Cancellation));
        Assert.Equal((1, member), (exception.Index, exception.Member));
        Assert.Equal(0, host.Store.Total);
    }

    [Theory]
    [InlineData("\"{[\\\"]}\\\\\"", "a string full of brackets")]
    [InlineData("{\"a\":{\"b\":[[[]]]}}", "nesting")]
    [InlineData("[1.00,-0,1e400,12345678901234567890123]", "numbers as they were spelt")]
    [InlineData("{\"a\":1,\"a\":2}", "a name twice")]
    public async Task Data_OfEveryShape_ComesBackByteForByte(string data, string _)
    {
        await using var host = await FeedHost.StartAsync();
        await AppendAsync(host, Sample.Event("x", data: data));
        var page = await host.Feed.ReadAsync("a", new FeedQuery(), Cancellation);
        Assert.Equal(data, System.Text.Encoding.UTF8.GetString(page.Events[0].DataUtf8.Span));
        Assert.Equal(data, page.Events[0].Data.GetRawText());
    }

    [Fact]
    public async Task Data_AsDeepAsAllowed_FitsADefaultReader()
    {
        await using var host = await FeedHost.StartAsync();
        await AppendAsync(host, Sample.Event("x", data: new string('[', 60) + new string(']', 60)));
        using var document = JsonDocument.Parse((await host.GetAsync("/feeds/a/events")).Bytes);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public async Task Batch_TooLarge_IsRefused()
    {
        await using var host = await FeedHost.StartAsync(configure: static o => o.MaxBatchSize = 2);
        var exception = await Assert.ThrowsAsync<FeedEventException>(() => host.AppendAsync(3));
        Assert.Equal((-1, "events"), (exception.Index, exception.Member));
        Assert.Empty(await host.Feed.AppendAsync("a", [], Cancellation));
        Assert.Equal(0, host.Store.Total);
    }

    [Fact]
    public async Task FeedName_ThatIsNone_IsRefused()
    {
        await using var host = await FeedHost.StartAsync();
        foreach (var feed in (string[])["", "a\nb", "\ud800", new string('x', 201)])
        {
            await Assert.ThrowsAsync<ArgumentException>(nameof(feed), async () => await host.Feed.AppendAsync(feed, [Sample.Event("x")], Cancellation));
            await Assert.ThrowsAsync<ArgumentException>(nameof(feed), async () => await host.Feed.ReadAsync(feed, new FeedQuery(), Cancellation));
        }

        Assert.Equal(0, host.Store.Total);
    }

    private static async Task<AppendResult> AppendAsync(FeedHost host, NewFeedEvent item) =>
        (await host.Feed.AppendAsync("a", [item], Cancellation))[0];
}
