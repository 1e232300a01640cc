using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

/// <summary>Output caching in front: it serves the answer with its tag, and 304 by it.</summary>
public sealed class OutputCacheTests
{
    [Fact]
    public async Task Cached_Answer_KeepsItsTagAndWritesGoThrough()
    {
        var handled = 0;
        await using var app = await TestApp.StartAsync(a =>
        {
            a.UseOutputCache();
            var group = a.MapGroup("/documents").WithVersionSource<DocumentVersions>();
            group.MapGet("/{id}", (string id, Documents store) =>
            {
                handled++;
                return VersionResults.Ok(store[id]!, store[id]!.Version);
            }).WithConditionalGet().CacheOutput();
            group.MapPatch("/{id}", (string id, DocumentPatch patch, ExpectedVersion expected, Documents store) => store.Update(id, expected, patch.Title));
        }, builder => builder.Services.AddOutputCache());

        await app.SendAsync("GET", "/documents/1");
        var cached = await app.SendAsync("GET", "/documents/1");
        var unchanged = await app.SendAsync("GET", "/documents/1", "If-None-Match: \"3\"");
        var stale = await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"new"}""", "If-Match: \"2\"");
        var written = await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"new"}""", "If-Match: \"3\"");

        Assert.Equal((200, "\"3\"", 304, 1), (cached.Status, cached["ETag"], unchanged.Status, handled));
        Assert.Equal((409, 200), (stale.Status, written.Status));
    }
}
