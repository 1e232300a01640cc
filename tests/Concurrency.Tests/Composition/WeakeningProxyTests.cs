namespace Investigations.Concurrency.Tests;

/// <summary>nginx, which makes the tag of an answer weak when it compresses it (RFC 9110 §8.8.1). A real process, so a real clock while it starts.</summary>
public sealed class WeakeningProxyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TagHandling.Accept, 200, "\"4\"")]
    [InlineData(TagHandling.Reject, 409, "\"3\"")]
    public async Task Tag_MadeWeakByAProxy_IsAcceptedUnlessWeakTagsAreRejected(TagHandling weakTags, int status, string tag)
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.WeakTags = weakTags);
        var port = Loopback.FreePort();
        await using var nginx = await NginxServer.StartAsync(port, Configuration(port, app.Address));
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        using var get = new HttpRequestMessage(HttpMethod.Get, "/documents/1") { Headers = { { "Accept-Encoding", "gzip" } } };
        using var read = await http.SendAsync(get, Token);
        Assert.Equal(("gzip", "W/\"3\""), (read.Content.Headers.ContentEncoding.Single(), read.Headers.ETag!.ToString()));

        using var patch = new HttpRequestMessage(HttpMethod.Patch, "/documents/1") { Content = new StringContent("""{"title":"mine"}""", null, "application/json") };
        patch.Headers.IfMatch.Add(read.Headers.ETag!);
        using var written = await http.SendAsync(patch, Token);

        Assert.Equal((status, tag), ((int)written.StatusCode, written.Headers.ETag?.Tag));
    }

    private static string Configuration(int port, Uri upstream) =>
        $$"""
        gzip on; gzip_types application/json; gzip_min_length 1; gzip_proxied any; gzip_http_version 1.0;
        server {
          listen 127.0.0.1:{{port}};
          location / { proxy_pass {{upstream}}; proxy_http_version 1.1; }
        }
        """;
}
