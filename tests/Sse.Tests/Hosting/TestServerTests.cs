using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.Sse.Tests;

/// <summary>The server that applications test themselves with.</summary>
public class TestServerTests
{
    [Fact]
    public async Task TestServer_StreamsAndNoticesThatTheClientLeft()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        builder.Services.AddSseChannels<string, string>();
        await using var app = builder.Build();
        app.MapSse("/", "a");
        await app.StartAsync(TestContext.Current.CancellationToken);
        var connections = app.Services.GetRequiredService<SseConnections>();
        using (var client = new SseClient(await app.GetTestClient().GetAsync("/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken)))
        {
            Assert.Equal(":", await client.ReadLineAsync());
            app.Services.GetRequiredService<ISseChannels<string, string>>().Get("a").Publish(new SseItem<string>("x"));
            Assert.Equal("x", (await client.ReadAsync())!.Data);
            Assert.Equal(1, connections.Count);
        }

        await Eventually.IsTrue(() => connections.Count == 0, "the stream is gone");
    }
}
