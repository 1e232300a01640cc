using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

public sealed class ControllerTests
{
    private const string Body = """{"title":"new"}""";

    private static Task<TestApp> StartAsync(bool requireForAll = false) => TestApp.StartAsync(
        app =>
        {
            var controllers = app.MapControllers().WithVersionSource<DocumentVersions>().WithConditionalGet();
            if (requireForAll)
            {
                controllers.RequireIfMatch();
            }
        },
        builder => builder.Services.AddControllers().AddApplicationPart(typeof(ControllerTests).Assembly));

    [Theory]
    [InlineData("PATCH", "/mvc/1/declared", 200)]
    [InlineData("PATCH", "/mvc/1/attribute", 200)]
    [InlineData("DELETE", "/mvc/1/attribute", 204)]
    public async Task Action_Protected_IsLikeARouteHandler(string method, string path, int success)
    {
        await using var app = await StartAsync();

        var missing = await app.SendBodyAsync(method, path, "no JSON");
        var malformed = await app.SendBodyAsync(method, path, "no JSON", "If-Match: broken");
        var conflict = await app.SendBodyAsync(method, path, "no JSON", "If-Match: 2");
        var written = await app.SendBodyAsync(method, path, Body, "If-Match: 3");

        Assert.Equal((428, "precondition_required"), (missing.Status, missing.Code));
        Assert.Equal((400, "invalid_precondition"), (malformed.Status, malformed.Code));
        Assert.Equal((409, "version_conflict", "\"3\""), (conflict.Status, conflict.Code, conflict["ETag"]));
        Assert.Equal((success, "\"4\""), (written.Status, written["ETag"]));
    }

    [Fact]
    public async Task Action_BodyNeverArrives_IsRefusedAnyway()
    {
        await using var app = await StartAsync();

        var response = await RawClient.SendTextAsync(app.Address.Port,
            "PATCH /mvc/1/declared HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\nIf-Match: 2\r\n\r\n");

        Assert.Equal(409, response.Status);
    }

    [Fact]
    public async Task Action_RaceLost_IsTheSameConflict()
    {
        await using var app = await StartAsync();
        app.Documents().BeforeWrite = () => app.Documents()["1"] = new("1", "theirs", 4);

        var lost = await app.SendBodyAsync("PATCH", "/mvc/1/declared", Body, "If-Match: 3");

        Assert.Equal((409, 4), (lost.Status, lost.Json.GetProperty("current_version").GetInt64()));
    }

    [Fact]
    public async Task Action_Throws_IsTheSameConflict()
    {
        await using var app = await StartAsync();

        var thrown = await app.SendBodyAsync("PATCH", "/mvc/1/throws", Body, "If-Match: 3");

        Assert.Equal((409, 9, 3), (thrown.Status, thrown.Json.GetProperty("current_version").GetInt64(), thrown.Json.GetProperty("submitted_version").GetInt64()));
    }

    [Theory]
    [InlineData("If-Match: 2")]
    [InlineData("If-Match: broken")]
    [InlineData("X-None: 1")]
    public async Task Action_AuthorizationFilterRefuses_NoVersionIsDisclosed(string header)
    {
        await using var app = await StartAsync();

        var hidden = await app.SendBodyAsync("PATCH", "/mvc/1/hidden", Body, header);

        Assert.Equal((404, null), (hidden.Status, hidden["ETag"]));
        Assert.Equal(0, app.Documents().VersionReads);
    }

    [Fact]
    public async Task Action_NotProtected_NeedsNothing()
    {
        await using var app = await StartAsync();

        Assert.Equal(200, (await app.SendBodyAsync("PATCH", "/mvc/1/plain", Body)).Status);
    }

    [Fact]
    public async Task MapControllers_RequireIfMatch_ProtectsAllWrites()
    {
        await using var app = await StartAsync(requireForAll: true);

        Assert.Equal(428, (await app.SendBodyAsync("PATCH", "/mvc/1/plain", Body)).Status);
        Assert.Equal(200, (await app.SendBodyAsync("PATCH", "/mvc/1/plain", Body, "If-Match: 3")).Status);
        Assert.Equal(200, (await app.SendAsync("GET", "/mvc/1")).Status);
    }

    [Fact]
    public async Task Action_ConditionalGet_HasTagAnd304()
    {
        await using var app = await StartAsync();

        var full = await app.SendAsync("GET", "/mvc/1");
        var unchanged = await app.SendAsync("GET", "/mvc/1", "If-None-Match: \"3\"");

        Assert.Equal((200, "\"3\"", "private, no-cache"), (full.Status, full["ETag"], full["Cache-Control"]));
        Assert.Equal((304, "\"3\"", ""), (unchanged.Status, unchanged["ETag"], unchanged.Body));
    }
}
