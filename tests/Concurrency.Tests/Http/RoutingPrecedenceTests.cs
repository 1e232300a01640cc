using Microsoft.AspNetCore.Builder;

namespace Investigations.Concurrency.Tests;

/// <summary>What routing says comes first, and no version is disclosed.</summary>
public sealed class RoutingPrecedenceTests
{
    [Theory]
    [InlineData("PATCH", "/unknown/1", "application/json", 404)]
    [InlineData("PATCH", "/documents/x/number", "application/json", 404)]
    [InlineData("POST", "/documents/1", "application/json", 405)]
    [InlineData("PATCH", "/documents/1", "text/plain", 415)]
    public async Task Write_RoutingRefuses_NoPreconditionIsLookedAt(string method, string path, string contentType, int status)
    {
        await using var app = await DocumentApi.StartAsync(map: g =>
            g.MapPatch("/{id:int}/number", (ExpectedVersion expected) => expected.ToString()));

        foreach (var header in new[] { "If-Match: \"2\"", "If-Match: broken", "X-None: 1" })
        {
            var response = await app.SendBodyAsync(method, path, "{}", $"Content-Type: {contentType}", header);

            Assert.Equal(status, response.Status);
            Assert.Null(response["ETag"]);
        }

        Assert.Equal(0, app.Documents().VersionReads);
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public async Task Protected_MethodWithoutPreconditions_IsUntouched(string method)
    {
        await using var app = await TestApp.StartAsync(a =>
            a.MapMethods("/documents/{id}", [method], (ExpectedVersion expected) => expected.ToString()).WithVersionSource<DocumentVersions>());

        foreach (var header in new[] { "If-Match: \"2\"", "If-Match: broken", "X-None: 1" })
        {
            var response = await app.SendAsync(method, "/documents/1", header);

            Assert.Equal((200, "(unspecified)"), (response.Status, response.Body));
        }

        Assert.Equal(0, app.Documents().VersionReads);
    }

    [Fact]
    public async Task ProtectedGroup_ReadsInIt_NeedNoPrecondition()
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            var group = a.MapGroup("/documents").RequireIfMatch();
            group.MapGet("/{id}", (string id) => id);
            group.MapPatch("/{id}", (string id) => id);
        });

        Assert.Equal(200, (await app.SendAsync("GET", "/documents/1")).Status);
        Assert.Equal(428, (await app.SendAsync("PATCH", "/documents/1")).Status);
        Assert.Equal(200, (await app.SendAsync("PATCH", "/documents/1", "If-Match: 3")).Status);
    }
}
