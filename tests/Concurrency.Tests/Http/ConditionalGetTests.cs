using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency.Tests;

public sealed class ConditionalGetTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Read_NoPrecondition_HasTagAndCaching(string method)
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendAsync(method, "/documents/1");

        Assert.Equal(200, response.Status);
        Assert.Equal("\"3\"", response["ETag"]);
        Assert.Equal("private, no-cache", response["Cache-Control"]);
        Assert.Equal("Accept-Encoding", response["Vary"]);
        Assert.Equal(method == "HEAD", response.Body.Length == 0);
    }

    [Theory]
    [InlineData("GET", "\"3\"")]
    [InlineData("HEAD", "\"3\"")]
    [InlineData("GET", "W/\"3\"")]
    [InlineData("GET", "3")]
    [InlineData("GET", "*")]
    [InlineData("GET", "\"1\", W/\"3\"")]
    public async Task Read_ClientHasCurrentVersion_IsNotModified(string method, string ifNoneMatch)
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendAsync(method, "/documents/1", $"If-None-Match: {ifNoneMatch}");

        Assert.Equal(304, response.Status);
        Assert.Equal("\"3\"", response["ETag"]);
        Assert.Equal("private, no-cache", response["Cache-Control"]);
        Assert.Equal("Accept-Encoding", response["Vary"]);
        Assert.Null(response["Content-Type"]);
        Assert.Null(response["Content-Length"]);
        Assert.Equal("", response.Body);
    }

    [Fact]
    public async Task Read_TwoHeaderLines_AreOneList()
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(304, (await app.SendAsync("GET", "/documents/1", "If-None-Match: \"1\"", "if-none-match: \"3\"")).Status);
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"4\"")]
    [InlineData("\"3-gzip\"")]
    [InlineData("\"3")]
    [InlineData("")]
    [InlineData("*, \"3\"")]
    [InlineData("w/\"3\"")]
    public async Task Read_OtherOrUnreadableTag_IsAnsweredInFull(string ifNoneMatch)
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendAsync("GET", "/documents/1", $"If-None-Match: {ifNoneMatch}");

        Assert.Equal(200, response.Status);
        Assert.Equal(3, response.Json.GetProperty("version").GetInt64());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"3\"")]
    public async Task Read_NoSuchResource_IsTheHandlersAnswer(string tags)
    {
        await using var app = await DocumentApi.StartAsync();

        var ifNoneMatch = await app.SendAsync("GET", "/documents/2", $"If-None-Match: {tags}");
        var ifMatch = await app.SendAsync("GET", "/documents/2", $"If-Match: {tags}");

        Assert.Equal((404, 404), (ifNoneMatch.Status, ifMatch.Status));
        Assert.Null(ifNoneMatch["ETag"]);
    }

    [Fact]
    public async Task Read_HandlerFails_HasNoTag()
    {
        await using var app = await DocumentApi.StartAsync(map: g =>
            g.MapGet("/{id}/broken", () => TypedResults.StatusCode(500)).WithConditionalGet());

        var response = await app.SendAsync("GET", "/documents/1/broken");

        Assert.Equal(500, response.Status);
        Assert.Null(response["ETag"]);
        Assert.Null(response["Cache-Control"]);
    }

    [Theory]
    [InlineData("\"2\"", 412)]
    [InlineData("\"3\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"3", 400)]
    public async Task Read_IfMatch_IsEvaluated(string ifMatch, int status)
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(status, (await app.SendAsync("GET", "/documents/1", $"If-Match: {ifMatch}")).Status);
    }

    [Fact]
    public async Task Read_IfMatchHoldsAndClientHasVersion_IsNotModified()
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(304, (await app.SendAsync("GET", "/documents/1", "If-Match: \"3\"", "If-None-Match: \"3\"")).Status);
    }

    [Fact]
    public async Task Read_DatesBesideTags_AreIgnored()
    {
        await using var app = await DocumentApi.StartAsync();
        const string Past = "Thu, 01 Jan 1970 00:00:00 GMT";

        Assert.Equal(304, (await app.SendAsync("GET", "/documents/1", "If-None-Match: \"3\"", $"If-Modified-Since: {Past}")).Status);
        Assert.Equal(200, (await app.SendAsync("GET", "/documents/1", "If-Match: \"3\"", $"If-Unmodified-Since: {Past}")).Status);
    }

    [Fact]
    public async Task Read_WithoutSourceButExactResult_IsNotModified()
    {
        await using var app = await TestApp.StartAsync(a => a.MapGet("/plain", () => VersionResults.Ok("text", 7)).WithConditionalGet());

        Assert.Equal("\"7\"", (await app.SendAsync("GET", "/plain"))["ETag"]);
        Assert.Equal(304, (await app.SendAsync("GET", "/plain", "If-None-Match: \"7\"")).Status);
    }

    [Fact]
    public async Task Read_HandlerReturnsExactVersion_NothingIsReadBefore()
    {
        await using var app = await DocumentApi.StartAsync(map: g =>
            g.MapGet("/{id}/exact", (string id, Documents store) => VersionResults.Ok(store[id]!, store[id]!.Version)).WithConditionalGet());

        var response = await app.SendAsync("GET", "/documents/1/exact");

        Assert.Equal("\"3\"", response["ETag"]);
        Assert.Equal(0, app.Documents().VersionReads);
    }

    [Fact]
    public async Task Read_HandlerSetsItsOwnHeaders_TheyStay()
    {
        await using var app = await DocumentApi.StartAsync(map: g => g.MapGet("/{id}/own", (HttpResponse response) =>
        {
            response.Headers.ETag = "\"own\"";
            response.Headers.CacheControl = "private, max-age=5";
        }).WithConditionalGet());

        var response = await app.SendAsync("GET", "/documents/1/own");

        Assert.Equal("\"own\"", response["ETag"]);
        Assert.Equal("private, max-age=5", response["Cache-Control"]);
    }
}
