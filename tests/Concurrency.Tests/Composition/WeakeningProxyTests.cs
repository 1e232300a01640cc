using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

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
        var folder = Directory.CreateTempSubdirectory("concurrency-nginx").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), Configuration(folder, port, app.Address), Token);
        using var nginx = Start(folder);
        try
        {
            using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
            using var read = await GetAsync(http);
            Assert.Equal(("gzip", "W/\"3\""), (read.Content.Headers.ContentEncoding.Single(), read.Headers.ETag!.ToString()));

            using var patch = new HttpRequestMessage(HttpMethod.Patch, "/documents/1") { Content = new StringContent("""{"title":"mine"}""", null, "application/json") };
            patch.Headers.IfMatch.Add(read.Headers.ETag!);
            using var written = await http.SendAsync(patch, Token);

            Assert.Equal((status, tag), ((int)written.StatusCode, written.Headers.ETag?.Tag));
        }
        finally
        {
            nginx.Kill(entireProcessTree: true);
            await nginx.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("nginx", ["-e", Path.Combine(folder, "error.log"), "-p", folder, "-c", Path.Combine(folder, "nginx.conf")]))!;
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("INVESTIGATIONS_REQUIRE_ENGINES") != "1")
        {
            Directory.Delete(folder, recursive: true);
            Assert.Skip("nginx is missing.");
            throw;
        }
    }

    /// <summary>The proxy listens a moment after it was started.</summary>
    private static async Task<HttpResponseMessage> GetAsync(HttpClient http)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/documents/1") { Headers = { { "Accept-Encoding", "gzip" } } };
                return await http.SendAsync(request, Token);
            }
            catch (HttpRequestException) when (attempt < 200)
            {
                await Task.Delay(50, Token);
            }
        }
    }

    private static string Configuration(string folder, int port, Uri upstream) =>
        $$"""
        daemon off;
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
          gzip on; gzip_types application/json; gzip_min_length 1; gzip_proxied any; gzip_http_version 1.0;
          server {
            listen 127.0.0.1:{{port}};
            location / { proxy_pass {{upstream}}; proxy_http_version 1.1; }
          }
        }
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
