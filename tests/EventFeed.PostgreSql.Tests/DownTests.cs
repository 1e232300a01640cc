using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.PostgreSql.Tests;

[Collection(PrivatePostgres.Name)]
public sealed class DownTests(PrivatePostgres postgres)
{
    private static readonly Uri Url = new("/feeds/f/events", UriKind.Relative);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A real server that stops, and therefore real time; the bound is generous.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Server_Down_Is503WithRetryAfterAndTailsWaitAndGoOn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var server = await postgres.GetAsync();
        await using var app = await StartAsync(await server.CreateDatabaseAsync(cancellation));
        var feed = app.Services.GetRequiredService<IEventFeed>();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        await feed.AppendAsync("f", [Feeds.Event("before")], cancellation);
        await using var tail = feed.TailAsync("f", new FeedQuery(), cancellation).GetAsyncEnumerator(cancellation);
        Assert.True(await tail.MoveNextAsync());
        var waiting = tail.MoveNextAsync().AsTask();
        using (var up = await client.GetAsync(Url, cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, up.StatusCode);
        }

        await server.StopAsync();
        using (var down = await client.GetAsync(Url, cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
            Assert.True(down.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
            var problem = await down.Content.ReadAsStringAsync(cancellation);
            Assert.Contains("\"storage_unavailable\"", problem, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", problem, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<FeedUnavailableException>(() => feed.AppendAsync("f", [Feeds.Event("lost")], cancellation).AsTask());
        Assert.False(waiting.IsCompleted);
        await server.StartAgainAsync(cancellation);
        await feed.AppendAsync("f", [Feeds.Event("after")], cancellation);
        Assert.True(await waiting);
        Assert.Equal("after", tail.Current.Event.Id);
        Assert.Contains("\"after\"", await client.GetStringAsync(Url, cancellation), StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(string database)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddEventFeed().UsePostgreSql(database);
        var app = builder.Build();
        app.UseEventFeed();
        app.MapEventFeed("/feeds/{feed}/events");
        await app.StartAsync(Cancellation);
        return app;
    }
}
