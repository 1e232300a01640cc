using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Investigations.Sse.Tests;

public class AdmissionTests
{
    [Fact]
    public async Task Full_NewStreams_AreTurnedAwayAndOldOnesStay()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSse(o => o.MaxConnections = 2), app => app.MapGet("/", () => SseResults.Stream(Sources.Never())));
        using var one = await host.OpenAsync("/");
        using var two = await host.OpenAsync("/");

        using var eventSource = await host.OpenAsync("/");
        Assert.Equal(HttpStatusCode.OK, eventSource.Response.StatusCode);
        Assert.Empty(await eventSource.ReadToEndAsync());
        Assert.Matches("^retry: ([5-9]|1[0-5])\\d\\d\\d\n$", eventSource.Text.ToString());

        var other = await host.Client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, other.StatusCode);
        Assert.InRange(other.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 5, 15);
        Assert.Equal(2, host.Connections.Count);

        one.Dispose();
        await Eventually.IsTrue(() => host.Connections.Count == 1, "room is made");
        using var three = await host.OpenAsync("/");
        Assert.Equal(":", await three.ReadLineAsync());
    }

    [Fact]
    public async Task Full_OneClient_DoesNotTouchAnother()
    {
        await using var host = await TestHost.StartAsync(
            s => s.AddSse(o => (o.MaxConnectionsPerClient, o.ClientKey) = (1, context => context.Request.Headers["X-User"])),
            app => app.MapGet("/", () => SseResults.Stream(Sources.Never())));
        using var alice = await host.OpenAsync("/", ("X-User", "alice"));
        using var again = await host.OpenAsync("/", ("X-User", "alice"));
        using var bob = await host.OpenAsync("/", ("X-User", "bob"));

        Assert.Empty(await again.ReadToEndAsync());
        Assert.Equal(":", await bob.ReadLineAsync());
        Assert.Equal(2, host.Connections.Count);
    }

    [Fact]
    public async Task Full_OneChannel_DoesNotTouchAnother()
    {
        await using var host = await TestHost.StartAsync(
            s => s.AddSseChannels<string, string>(c => c.MaxSubscribers = 1), app => app.MapSse<string, string>("/{key}", context => (string)context.Request.RouteValues["key"]!));
        using var one = await host.OpenAsync("/a");
        using var two = await host.OpenAsync("/a");
        using var other = await host.OpenAsync("/b");

        Assert.Empty(await two.ReadToEndAsync());
        Assert.Equal(":", await other.ReadLineAsync());
        await Eventually.IsTrue(() => host.Connections.Count == 2, "the one turned away is not counted");
    }

    [Fact]
    public async Task Accept_WithoutStreams_Is406()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Sources.Never())));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "application/json" } } };
        var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Contains("\"code\":\"not_acceptable\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_OfAChannel_AnswersWithoutSubscribing()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, string>(), app => app.MapSse("/", "a"));
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(0, host.Connections.Count);
    }

    [Fact]
    public async Task Post_Mapped_Streams()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapPost("/", () => SseResults.Stream(Sources.Of("a"))));
        var response = await host.Client.PostAsync("/", new StringContent("ask"), TestContext.Current.CancellationToken);
        Assert.Contains("data: a\n\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
