using Microsoft.AspNetCore.Builder;

namespace Investigations.Concurrency.Tests;

/// <summary>The tag of a compressed answer can be sent back, also when something on the way has made it weak.</summary>
public sealed class CompressionTests
{
    [Fact]
    public async Task Compressed_TagOfTheGet_IsAcceptedByThePatch()
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            a.UseResponseCompression();
            var group = a.MapGroup("/documents").WithVersionSource<DocumentVersions>();
            group.MapGet("/{id}", (string id, Documents store) => VersionResults.Ok(store[id]!, store[id]!.Version)).WithConditionalGet();
            group.MapPatch("/{id}", (string id, DocumentPatch patch, ExpectedVersion expected, Documents store) => store.Update(id, expected, patch.Title));
        }, builder => builder.Services.AddResponseCompression());

        using var http = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/documents/1") { Headers = { { "Accept-Encoding", "gzip" } } };
        using var compressed = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var unchanged = await app.SendAsync("GET", "/documents/1", "Accept-Encoding: gzip", "If-None-Match: \"3\"");
        var weakened = await app.SendAsync("GET", "/documents/1", "Accept-Encoding: gzip", "If-None-Match: W/\"3\"");
        var written = await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"new"}""", "If-Match: W/\"3\"");

        Assert.Equal(("gzip", "\"3\"", "Accept-Encoding"), (compressed.Content.Headers.ContentEncoding.Single(), compressed.Headers.ETag!.ToString(), compressed.Headers.Vary.Single()));
        Assert.Equal((304, 304, "Accept-Encoding"), (unchanged.Status, weakened.Status, unchanged["Vary"]));
        Assert.Equal((200, "\"4\""), (written.Status, written["ETag"]));
    }
}
