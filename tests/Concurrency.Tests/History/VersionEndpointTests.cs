using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

public sealed class VersionEndpointTests
{
    private static Task<TestApp> StartAsync() => DocumentApi.StartAsync(
        builder => builder.Services.AddSingleton<DocumentHistory>().AddSingleton<IVersionHistorySource>(p => p.GetRequiredService<DocumentHistory>()),
        map: group => group.MapVersions("/{id}", o => o.ResourceIdName = "document_id"));

    [Fact]
    public async Task Version_Get_TellsVersionAndWhoMadeIt()
    {
        await using var app = await StartAsync();

        var response = await app.SendAsync("GET", "/documents/1/version");

        Assert.Equal(200, response.Status);
        Assert.Equal("application/json; charset=utf-8", response["Content-Type"]);
        Assert.Equal("\"3\"", response["ETag"]);
        Assert.Equal("private, no-cache", response["Cache-Control"]);
        Assert.Equal("""{"document_id":"1","version":3,"etag":"\"3\"","updated_at":"2026-01-01T00:00:00.123Z","updated_by":"alice"}""", response.Body);
    }

    [Theory]
    [InlineData("/documents/1/version")]
    [InlineData("/documents/1/version-history")]
    public async Task Versions_ClientHasCurrent_AreNotModified(string path)
    {
        await using var app = await StartAsync();

        Assert.Equal(304, (await app.SendAsync("GET", path, "If-None-Match: \"3\"")).Status);
        Assert.Equal(200, (await app.SendAsync("GET", path, "If-None-Match: \"2\"")).Status);
        Assert.Equal(412, (await app.SendAsync("GET", path, "If-Match: \"2\"")).Status);
    }

    [Theory]
    [InlineData("/documents/1/version")]
    [InlineData("/documents/1/version-history")]
    public async Task Versions_Head_IsGetWithoutBody(string path)
    {
        await using var app = await StartAsync();

        var response = await app.SendAsync("HEAD", path);

        Assert.Equal(200, response.Status);
        Assert.Equal("\"3\"", response["ETag"]);
        Assert.Equal("", response.Body);
    }

    [Theory]
    [InlineData("/documents/2/version")]
    [InlineData("/documents/2/version-history")]
    public async Task Versions_NoSuchResource_AreNotFound(string path)
    {
        await using var app = await StartAsync();

        var response = await app.SendAsync("GET", path);

        Assert.Equal(404, response.Status);
        Assert.Equal("not_found", response.Code);
    }

    [Fact]
    public async Task History_FollowingNext_IsGaplessDownToTheFirst()
    {
        await using var app = await StartAsync();

        var first = await app.SendAsync("GET", "/documents/1/version-history?limit=2");
        var second = await app.SendAsync("GET", $"/documents/1/version-history?limit=2&before={first.Json.GetProperty("next")}");

        Assert.Equal([3, 2], Versions(first));
        Assert.True(first.Json.GetProperty("has_more").GetBoolean());
        Assert.Equal([1], Versions(second));
        Assert.False(second.Json.GetProperty("has_more").GetBoolean());
        Assert.Equal(JsonValueKind.Null, second.Json.GetProperty("next").ValueKind);
        Assert.Equal(
            """{"version":1,"previous_version":null,"changed_at":"2026-01-01T00:00:00.123Z","changed_by":"alice","changes":{"title":["a","b"]}}""",
            second.Json.GetProperty("history")[0].GetRawText());
    }

    [Theory]
    [InlineData("", 100, null)]
    [InlineData("?limit=0", 100, null)]
    [InlineData("?limit=7&before=3", 7, 3L)]
    [InlineData("?limit=1001", 1000, null)]
    [InlineData("?limit=1000000000000000000000000000000&before=1000000000000000000000000000000", 1000, long.MaxValue)]
    public async Task History_Parameters_AreUnderstood(string query, int limit, long? before)
    {
        await using var app = await StartAsync();

        var response = await app.SendAsync("GET", "/documents/1/version-history" + query);

        Assert.Equal(200, response.Status);
        Assert.Equal(new VersionHistoryQuery(limit, before), app.Services.GetRequiredService<DocumentHistory>().LastQuery);
    }

    [Theory]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=%D9%A3", "limit")]
    [InlineData("before=-1", "before")]
    [InlineData("before=x", "before")]
    public async Task History_BadParameter_IsNamed(string query, string parameter)
    {
        await using var app = await StartAsync();

        var response = await app.SendAsync("GET", "/documents/1/version-history?" + query);

        Assert.Equal(400, response.Status);
        Assert.Equal("invalid_parameter", response.Code);
        Assert.Equal(parameter, response.Json.GetProperty("parameter").GetString());
        Assert.Null(response["ETag"]);
    }

    private static long[] Versions(RawResponse response) =>
        [.. response.Json.GetProperty("history").EnumerateArray().Select(e => e.GetProperty("version").GetInt64())];
}
