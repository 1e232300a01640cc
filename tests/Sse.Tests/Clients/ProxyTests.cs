using System.Diagnostics;
using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

/// <summary>nginx in front with its default buffering.</summary>
public class ProxyTests
{
    /// <summary>Debian puts it where only root looks.</summary>
    private static readonly string Nginx = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";

    [Fact]
    public async Task Nginx_WithDefaultBuffering_PassesEventsOnAtOnceAndEndsCleanly()
    {
        Engine.Require("nginx", await Engine.RunAsync(Nginx, ["-v"]) is not null);
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, string>(), app => app.MapSse("/", "a"));
        var folder = Directory.CreateTempSubdirectory("sse-nginx").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), Configuration(folder, port, host.Address), TestContext.Current.CancellationToken);
        using var nginx = Process.Start(new ProcessStartInfo(Nginx, ["-e", Path.Combine(folder, "error.log"), "-p", folder, "-c", Path.Combine(folder, "nginx.conf")]))!;
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            using var client = await OpenAsync(http);
            Assert.False(client.Response.Headers.Contains("X-Accel-Buffering"));
            Assert.Equal(":", await client.ReadLineAsync());

            var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
            for (var i = 0; i < 5; i++)
            {
                channel.Publish(new SseItem<string>($"{i}"));
                Assert.Equal($"{i}", (await client.ReadAsync())!.Data);
            }

            await host.StopAsync();
            Assert.Empty(await client.ReadToEndAsync());
            Assert.Matches("retry: \\d+\n$", client.Text.ToString());
        }
        finally
        {
            nginx.Kill(entireProcessTree: true);
            await nginx.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The proxy listens a moment after it was started.</summary>
    private static async Task<SseClient> OpenAsync(HttpClient http)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new SseClient(await http.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
            }
            catch (HttpRequestException) when (attempt < 200)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
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
          gzip on; gzip_types text/event-stream;
          server {
            listen 127.0.0.1:{{port}};
            location / { proxy_pass {{upstream}}; }
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
