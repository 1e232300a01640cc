using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Investigations.Concurrency.Tests;

public sealed class WritePreconditionTests
{
    private const string Body = """{"title":"new"}""";

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Write_NoPrecondition_IsRequired(string method)
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendBodyAsync(method, "/documents/1", Body);

        Assert.Equal(428, response.Status);
        Assert.Equal("precondition_required", response.Code);
        Assert.Contains("If-Match: \"3\"", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("no-store", response["Cache-Control"]);
        Assert.Equal(0, app.Documents().VersionReads);
    }

    [Fact]
    public async Task Write_OnlyADate_IsNoPrecondition()
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(428, (await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT")).Status);
    }

    [Fact]
    public async Task Write_StaleDateBesideMatchingTag_IsIgnored()
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(200, (await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3", "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT")).Status);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Write_NoSuchResource_IsNotFound(string method)
    {
        await using var app = await DocumentApi.StartAsync();

        foreach (var tags in new[] { "3", "*" })
        {
            var response = await app.SendBodyAsync(method, "/documents/2", Body, $"If-Match: {tags}");

            Assert.Equal(404, response.Status);
            Assert.Equal("not_found", response.Code);
        }
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("*", "\"*\"")]
    public async Task Put_NoSuchResource_ConflictsWithNothing(string tags, string submitted)
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendBodyAsync("PUT", "/documents/2", Body, $"If-Match: {tags}");

        Assert.Equal(409, response.Status);
        Assert.Equal(JsonValueKind.Null, response.Json.GetProperty("current_version").ValueKind);
        Assert.Equal(submitted, response.Json.GetProperty("submitted_version").GetRawText());
        Assert.Null(response["ETag"]);
    }

    [Fact]
    public async Task Put_IfNoneMatchAny_CreatesOnce()
    {
        await using var app = await DocumentApi.StartAsync();

        var first = await app.SendBodyAsync("PUT", "/documents/2", Body, "If-None-Match: *");
        var second = await app.SendBodyAsync("PUT", "/documents/2", Body, "If-None-Match: *");

        Assert.Equal((201, 412), (first.Status, second.Status));
        Assert.Equal("\"1\"", first["ETag"]);
        Assert.Equal("/documents/2", first["Location"]);
        Assert.Equal("precondition_failed", second.Code);
        Assert.Equal("\"1\"", second["ETag"]);
    }

    [Fact]
    public async Task Patch_IfNoneMatchAny_IsNoExpectedVersion()
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(428, (await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-None-Match: *")).Status);
    }

    [Theory]
    [InlineData("\"3\"")]
    [InlineData("W/\"3\"")]
    [InlineData("*")]
    public async Task Write_IfNoneMatchIsCurrent_FailsWhateverTheConflictStatus(string ifNoneMatch)
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3", $"If-None-Match: {ifNoneMatch}");

        Assert.Equal(412, response.Status);
        Assert.Equal("precondition_failed", response.Code);
        Assert.Equal(0, app.Documents().Writes);
    }

    [Theory]
    [InlineData("\"2\"", 200)]
    [InlineData("\"2", 400)]
    public async Task Write_IfNoneMatchIsAnother_ProceedsUnlessItCannotBeRead(string ifNoneMatch, int status)
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(status, (await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3", $"If-None-Match: {ifNoneMatch}")).Status);
    }

    [Fact]
    public async Task Write_BothFail_IfMatchIsAnsweredFirst()
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(409, (await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 2", "If-None-Match: \"3\"")).Status);
    }

    [Fact]
    public async Task Patch_ChangesNothing_KeepsTheVersion()
    {
        await using var app = await DocumentApi.StartAsync();

        var same = await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"first"}""", "If-Match: 3");
        var stale = await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"first"}""", "If-Match: 2");

        Assert.Equal((200, "\"3\""), (same.Status, same["ETag"]));
        Assert.Equal(409, stale.Status);
    }

    [Fact]
    public async Task Patch_RaceLostAfterTheCheck_IsTheSameConflictWithTheFreshVersion()
    {
        await using var app = await DocumentApi.StartAsync();
        var documents = app.Documents();
        documents.BeforeWrite = () => documents["1"] = new("1", "theirs", 4);

        var response = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3");

        Assert.Equal(409, response.Status);
        Assert.Equal("version_conflict", response.Code);
        Assert.Equal("\"4\"", response["ETag"]);
        Assert.Equal(4, response.Json.GetProperty("current_version").GetInt64());
        Assert.Equal(3, response.Json.GetProperty("submitted_version").GetInt64());
    }

    [Fact]
    public async Task Patch_DeletedAfterTheCheck_IsNotFound()
    {
        await using var app = await DocumentApi.StartAsync();
        app.Documents().BeforeWrite = () => app.Documents().Remove("1");

        Assert.Equal(404, (await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 3")).Status);
    }

    [Fact]
    public async Task Handler_Throws_IsTheSameConflict()
    {
        await using var app = await DocumentApi.StartAsync(map: g => g.MapPost("/{id}/throw", (string id, ExpectedVersion expected, Documents store) =>
        {
            store[id] = new(id, "theirs", 9);
            throw new VersionConflictException(store[id]!.Version, expected);
        }));

        var response = await app.SendBodyAsync("POST", "/documents/1/throw", Body, "If-Match: 3");

        Assert.Equal(409, response.Status);
        Assert.Equal(9, response.Json.GetProperty("current_version").GetInt64());
        Assert.Equal(3, response.Json.GetProperty("submitted_version").GetInt64());
    }
}
