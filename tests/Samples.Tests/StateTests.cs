using System.Net;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class StateTests() : AlicesCase(new ApiFactory().OnSocket())
{
    [Fact]
    public async Task Get_OfAState_CarriesItsTagAndCanBeRevalidated()
    {
        var path = $"/api/v1/investigation-state/{Id}";

        var first = await Alice.FetchAsync(path);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("\"1\"", first.ETag());
        Assert.Equal("private, no-cache", string.Join(", ", first.Headers.NonValidated["Cache-Control"].ToString().Split(", ").OrderByDescending(d => d)));

        var second = await Alice.FetchAsync(path, ("If-None-Match", first.ETag()));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.ETag(), second.ETag());

        var head = await Alice.SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("\"1\"", head.ETag());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(ApiClient.Cancellation));

        await Alice.FetchAsync(path, ("If-Match", "\"9\"")).ProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task History_OfAnInvestigation_IsGaplessNewestFirst()
    {
        for (var version = 1; version <= 5; version++)
        {
            await Alice.PatchAsync(Id, $"{version}", $$"""{"progress":{{version}}}""").OkAsync();
        }

        var all = await HistoryAsync();
        Assert.Equal([6, 5, 4, 3, 2, 1], all.EnumerateArray().Select(row => row.Number("version")));
        Assert.Equal(JsonValueKind.Null, all[5].GetProperty("previous_version").ValueKind);
        Assert.Equal("[4,5]", all[0].GetProperty("changes").GetProperty("progress").GetRawText());
        Assert.Equal("alice", all[0].Text("changed_by"));

        var page = await Alice.FetchAsync($"/api/v1/investigation-state/{Id}/version-history?limit=2&before=5").OkAsync();
        Assert.Equal([4, 3], page.GetProperty("history").EnumerateArray().Select(row => row.Number("version")));
        Assert.Equal(3, page.Number("next"));
        Assert.True(page.GetProperty("has_more").GetBoolean());

        var last = await Alice.FetchAsync($"/api/v1/investigation-state/{Id}/version-history?before=3").OkAsync();
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next").ValueKind);
        Assert.False(last.GetProperty("has_more").GetBoolean());
    }

    [Theory]
    [InlineData("limit=-1")]
    [InlineData("limit=x")]
    [InlineData("before=x")]
    [InlineData("before=-3")]
    public async Task History_OfABadParameter_IsRefused(string query)
    {
        await Alice.FetchAsync($"/api/v1/investigation-state/{Id}/version-history?{query}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");
    }

    [Fact]
    public async Task Version_OfAnInvestigation_IsConditionalLikeTheState()
    {
        var path = $"/api/v1/investigation-state/{Id}/version";

        var response = await Alice.FetchAsync(path);

        var version = await response.JsonAsync();
        Assert.Equal(["investigation_id", "version", "etag", "updated_at", "updated_by"], version.EnumerateObject().Select(m => m.Name));
        Assert.Equal(Id, version.Text("investigation_id"));
        Assert.Equal("\"1\"", version.Text("etag"));
        Assert.Equal(HttpStatusCode.NotModified, (await Alice.FetchAsync(path, ("If-None-Match", "\"1\""))).StatusCode);
    }
}
