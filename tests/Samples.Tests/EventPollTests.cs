using System.Net;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class EventPollTests : AlicesCase
{
    [Fact]
    public async Task Page_Conditional_IsNotSentAgain()
    {
        await FillAsync(3);
        var first = await Alice.FetchAsync(Events);
        Assert.Contains("private", first.Headers.NonValidated["Cache-Control"].ToString(), StringComparison.Ordinal);
        Assert.Contains("no-cache", first.Headers.NonValidated["Cache-Control"].ToString(), StringComparison.Ordinal);
        Assert.Contains("rel=\"next\"", first.Headers.NonValidated["Link"].ToString(), StringComparison.Ordinal);

        var same = await Alice.FetchAsync(Events, ("If-None-Match", first.ETag()));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(first.ETag(), same.ETag());

        await Alice.AppendAsync(Id, new { type = "t" });
        Assert.Equal(HttpStatusCode.OK, (await Alice.FetchAsync(Events, ("If-None-Match", first.ETag()))).StatusCode);
    }

    [Fact]
    public async Task Page_FullAndAskedForByCursor_IsImmutable()
    {
        await FillAsync(6);
        var first = await Alice.FetchAsync($"{Events}?limit=2").OkAsync();

        var full = await Alice.FetchAsync($"{Events}?limit=2&cursor={first.Text("next")}");

        var cache = full.Headers.NonValidated["Cache-Control"].ToString();
        Assert.Contains("immutable", cache, StringComparison.Ordinal);
        Assert.Contains("private", cache, StringComparison.Ordinal);
        Assert.InRange(full.Headers.CacheControl!.MaxAge!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(15));
        var before = await full.Content.ReadAsStringAsync(ApiClient.Cancellation);
        await FillAsync(1, "more");
        var again = await Alice.FetchAsync($"{Events}?limit=2&cursor={first.Text("next")}");
        Assert.Equal(before, await again.Content.ReadAsStringAsync(ApiClient.Cancellation));
    }

    [Fact]
    public async Task Head_OfAPage_IsItsHeadersAlone()
    {
        await FillAsync(2);

        var get = await Alice.FetchAsync(Events);
        var head = await Alice.SendAsync(HttpMethod.Head, Events);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.ETag(), head.ETag());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(ApiClient.Cancellation));
    }

    [Fact]
    public async Task LongPoll_WithSomethingThere_AnswersAtOnceAndOtherwiseWhenItComes()
    {
        await FillAsync(1);
        var page = await Alice.FetchAsync($"{Events}?wait=30").OkAsync();
        Assert.Equal(1, page.GetProperty("events").GetArrayLength());

        var waiting = Alice.FetchAsync($"{Events}?wait=30&cursor={page.Text("next")}");
        await Alice.AppendAsync(Id, new { id = "awaited", type = "t" });

        var arrived = await waiting.OkAsync();
        Assert.Equal("awaited", Assert.Single(arrived.GetProperty("events").EnumerateArray()).Text("id"));
    }

    [Fact]
    public async Task LongPoll_WhoseTimeIsUp_AnswersAnEmptyPageOrNotModified()
    {
        var page = await Alice.FetchAsync($"{Events}?wait=1");
        Assert.Equal(0, (await page.JsonAsync()).GetProperty("events").GetArrayLength());

        var unchanged = await Alice.FetchAsync($"{Events}?wait=1", ("If-None-Match", page.ETag()));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }
}
