using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

/// <summary>nginx in front with its default buffering.</summary>
public class ProxyTests
{
    [Fact]
    public async Task Nginx_WithDefaultBuffering_PassesEventsOnAtOnceAndEndsCleanly()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, string>(), app => app.MapSse("/", "a"));
        var port = Loopback.FreePort();
        await using var nginx = await NginxServer.StartAsync(port, Configuration(port, host.Address));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var client = new SseClient(await http.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
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

    private static string Configuration(int port, Uri upstream) =>
        $$"""
        gzip on; gzip_types text/event-stream;
        server {
          listen 127.0.0.1:{{port}};
          location / { proxy_pass {{upstream}}; }
        }
        """;
}
