using System.Net;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

public class Http2Tests
{
    [Fact]
    public async Task OneConnection_AHundredStreams_EachGetsEverythingAndEndsCleanly()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, string>(), app => app.MapSse("/", "a"), HttpProtocols.Http2);
        using var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false };
        using var http = new HttpClient(handler) { BaseAddress = host.Address };
        var clients = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            return new SseClient(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
        }));
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        for (var i = 0; i < 500; i++)
        {
            channel.Publish(new SseItem<string>($"{i} {new string('x', 200)}"));
        }

        foreach (var blocks in await Task.WhenAll(clients.Select(client => client.ReadAsync(500))))
        {
            Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), blocks.Select(block => block.Data.Split(' ')[0]));
        }

        await host.StopAsync();
        Assert.All(await Task.WhenAll(clients.Select(client => client.ReadToEndAsync())), Assert.Empty);
        Assert.Empty(host.Logs.Errors);
        Array.ForEach(clients, client => client.Dispose());
    }
}
