namespace Investigations.EventFeed.Tests;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("", 100)]
    [InlineData("?limit=0", 100)]
    [InlineData("?limit=1", 1)]
    [InlineData("?limit=007", 7)]
    [InlineData("?limit=1000", 1000)]
    [InlineData("?limit=1001", 1000)]
    [InlineData("?limit=4294967296", 1000)]
    [InlineData("?limit=99999999999999999999999999999999999999", 1000)]
    public async Task Limit_OfAnySize_IsTheEffectiveOne(string query, int expected)
    {
        await using var host = await FeedHost.StartAsync();
        var page = await host.GetAsync($"/feeds/a/events{query}");
        Assert.Equal(200, page.Status);
        Assert.Equal(expected, page.Json.GetProperty("limit").GetInt32());
    }

    [Theory]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=abc", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("limit=1e2", "limit")]
    [InlineData("limit=%2B1", "limit")]
    [InlineData("limit=%201", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1&limit=1", "limit")]
    [InlineData("limit=%D9%A1", "limit")]
    [InlineData("wait=-1", "wait")]
    [InlineData("wait=soon", "wait")]
    [InlineData("wait=1e9", "wait")]
    [InlineData("wait=NaN", "wait")]
    [InlineData("wait=.", "wait")]
    [InlineData("wait=1.2.3", "wait")]
    [InlineData("wait=", "wait")]
    [InlineData("wait=1&wait=2", "wait")]
    [InlineData("since=", "since")]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=2026-01-01", "since")]
    [InlineData("since=2026-01-01T00:00:00", "since")]
    [InlineData("since=2026-01-01%2000:00:00Z", "since")]
    [InlineData("since=2026-13-01T00:00:00Z", "since")]
    [InlineData("since=2026-01-01T00:00:00.Z", "since")]
    [InlineData("since=2026-01-01T00:00:00%2B25:00", "since")]
    [InlineData("since=1767225600", "since")]
    [InlineData("since=0001-01-01T00:00:00%2B01:00", "since")]
    [InlineData("since=2026-01-01T00:00:00Z&since=2026-01-01T00:00:00Z", "since")]
    [InlineData("since=2026-01-01T00:00:00Z&cursor=x", "since")]
    [InlineData("type=", "type")]
    [InlineData("type=Tool", "type")]
    [InlineData("type=a&type=b%00", "type")]
    [InlineData("subject=", "subject")]
    [InlineData("subject=a%20b", "subject")]
    [InlineData("subject=a&subject=a", "subject")]
    [InlineData("cursor=x&cursor=x", "cursor")]
    public async Task Parameter_ThatIsWrong_IsNamed(string query, string parameter)
    {
        await using var host = await FeedHost.StartAsync();
        var answer = await host.GetAsync($"/feeds/a/events?{query}");

        Assert.Equal((400, "invalid_parameter", parameter), (answer.Status, answer.Code, answer.Parameter));
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("no-store", answer.CacheControl);
        Assert.Equal(0, host.Store.Total);
    }

    [Theory]
    [InlineData("?wait=0")]
    [InlineData("?wait=0.0")]
    [InlineData("?since=2026-01-01T00:00:00Z")]
    [InlineData("?since=2026-01-01t00:00:00.123456789z")]
    [InlineData("?since=2026-01-01T00:00:00-08:00")]
    [InlineData("?since=2026-01-01T00:00:00+08:00")]
    [InlineData("?since=0001-01-01T00:00:00Z")]
    [InlineData("?since=9999-12-31T23:59:59.9999999Z")]
    [InlineData("?unknown=1")]
    public async Task Parameter_ThatIsRight_IsTaken(string query)
    {
        await using var host = await FeedHost.StartAsync();
        Assert.Equal(200, (await host.GetAsync($"/feeds/a/events{query}")).Status);
    }

    [Fact]
    public async Task Type_MoreThanTheMost_IsRefused()
    {
        await using var host = await FeedHost.StartAsync();
        var types = string.Join('&', Enumerable.Range(0, 33).Select(static i => $"type=t{i}"));
        Assert.Equal("type", (await host.GetAsync($"/feeds/a/events?{types}")).Parameter);
    }

    [Fact]
    public async Task SubjectName_SetForTheEndpoint_IsTheParameter()
    {
        await using var host = await FeedHost.StartAsync(endpoint: static o => o.SubjectName = "run_id");
        var answer = await host.GetAsync("/feeds/a/events?run_id=a%2Fb");
        Assert.Equal(("invalid_parameter", "run_id"), (answer.Code, answer.Parameter));
    }
}
