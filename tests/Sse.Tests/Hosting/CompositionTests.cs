using System.Net;
using System.Net.ServerSentEvents;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

/// <summary>Everything in the pipeline that is known to store, delay or kill streams, all switched on.</summary>
public class CompositionTests
{
    [Theory]
    [InlineData("/result", HttpProtocols.Http1)]
    [InlineData("/iresult", HttpProtocols.Http1)]
    [InlineData("/marked", HttpProtocols.Http1)]
    [InlineData("/channel", HttpProtocols.Http1)]
    [InlineData("/result", HttpProtocols.Http2)]
    [InlineData("/channel", HttpProtocols.Http2)]
    public async Task AllMiddleware_Streams_StillWork(string path, HttpProtocols protocols)
    {
        var items = Channel.CreateUnbounded<SseItem<string>>();
        await using var host = await StartAsync(items, protocols);
        var publish = path == "/channel"
            ? host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a").Publish
            : (Action<SseItem<string>>)(item => items.Writer.TryWrite(item));

        using var client = await OpenAsync(host, path, protocols);
        Assert.Empty(client.Response.Content.Headers.ContentEncoding);
        Assert.Equal("no-cache, no-store", client.Response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.False(client.Response.Headers.NonValidated.Contains("Connection"));
        Assert.Equal(":", await client.ReadLineAsync());
        for (var i = 0; i < 3; i++)
        {
            publish(new SseItem<string>($"{i}"));
            Assert.Equal($"{i}", (await client.ReadAsync())!.Data);
        }

        // Longer than the request timeout: a real clock is the point.
        await Task.Delay(1700, TestContext.Current.CancellationToken);
        publish(new SseItem<string>("late"));
        Assert.Equal("late", (await client.ReadAsync())!.Data);
        Assert.Empty(host.Logs.Errors);
    }

    [Theory]
    [InlineData("/result")]
    [InlineData("/marked")]
    [InlineData("/channel")]
    public async Task OutputCache_SecondClient_NeitherWaitsForTheFirstNorGetsItsStream(string path)
    {
        var items = Channel.CreateUnbounded<SseItem<string>>();
        await using var host = await StartAsync(items, HttpProtocols.Http1);
        using var first = await host.OpenAsync(path);
        Assert.Equal(":", await first.ReadLineAsync());
        using var second = await host.OpenAsync(path);
        Assert.Equal(":", await second.ReadLineAsync());
        Assert.False(second.Response.Headers.Contains("Age"));
    }

    [Fact]
    public async Task OutputCache_FinishedStream_IsNotStored()
    {
        var runs = 0;
        await using var host = await TestHost.StartAsync(
            services => services.AddOutputCache(o => o.AddBasePolicy(policy => policy.Cache())),
            app =>
            {
                app.UseOutputCache();
                app.MapGet("/", IResult () => SseResults.Stream(Sources.Of($"{++runs}")));
            });
        for (var i = 1; i <= 3; i++)
        {
            using var client = await host.OpenAsync("/");
            Assert.Equal($"{i}", Assert.Single(await client.ReadToEndAsync()).Data);
        }
    }

    [Fact]
    public async Task Cors_PreflightAndStream_AreLeftToThePolicy()
    {
        await using var host = await TestHost.StartAsync(
            services =>
            {
                services.AddCors(o => o.AddDefaultPolicy(policy => policy.WithOrigins("https://app.example").WithHeaders("Last-Event-ID")));
                services.AddSseChannels<string, string>();
            },
            app =>
            {
                app.UseRouting();
                app.UseCors();
                app.UseSse();
                app.MapSse("/", "a");
            });
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/")
        {
            Headers = { { "Origin", "https://app.example" }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", "last-event-id" } },
        };
        using var allowed = await host.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        using var client = await host.OpenAsync("/", ("Origin", "https://app.example"));
        Assert.Equal(["https://app.example"], client.Response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(":", await client.ReadLineAsync());
    }

    [Fact]
    public async Task ServersMinimalRate_OfAStream_IsReplacedByTheWriteTimeout()
    {
        IHttpMinResponseDataRateFeature? rate = null;
        await using var host = await TestHost.StartAsync(app: app =>
        {
            app.Use((RequestDelegate next) => context =>
            {
                rate = context.Features.Get<IHttpMinResponseDataRateFeature>();
                return next(context);
            });
            app.MapGet("/", () => SseResults.Stream(Sources.Never()));
        });
        using var client = await host.OpenAsync("/");
        Assert.Equal(":", await client.ReadLineAsync());
        Assert.NotNull(rate);
        Assert.Null(rate.MinDataRate);
    }

    [Fact]
    public async Task ResponseCompression_OtherResponses_AreStillCompressed()
    {
        await using var host = await StartAsync(Channel.CreateUnbounded<SseItem<string>>(), HttpProtocols.Http1);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/text") { Headers = { { "Accept-Encoding", "gzip" } } };
        var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
    }

    private static async Task<SseClient> OpenAsync(TestHost host, string path, HttpProtocols protocols)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Version = protocols == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { "Accept", "text/event-stream" }, { "Accept-Encoding", "gzip, br" } },
        };
        return new SseClient(await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    private static Task<TestHost> StartAsync(Channel<SseItem<string>> items, HttpProtocols protocols) => TestHost.StartAsync(
        services =>
        {
            services.AddOutputCache(o => o.AddBasePolicy(policy => policy.Cache()));
            services.AddResponseCaching();
            services.AddResponseCompression(o => (o.EnableForHttps, o.MimeTypes) = (true, ["text/event-stream", "text/plain"]));
            services.AddRequestTimeouts(o => o.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(1500) });
            services.AddHttpLogging(o => o.LoggingFields = HttpLoggingFields.All);
            services.AddSseChannels<string, string>();
        },
        app =>
        {
            app.UseHttpLogging();
            app.UseResponseCompression();
            app.UseResponseCaching();
            app.UseRouting();
            app.UseSse();
            app.UseRequestTimeouts();
            app.UseOutputCache();
            app.MapGet("/result", () => SseResults.Stream((_, token) => Sources.From(items, token)));
            app.MapGet("/iresult", IResult () => SseResults.Stream((_, token) => Sources.From(items, token)));
            app.MapGet("/marked", IResult () => SseResults.Stream((_, token) => Sources.From(items, token))).WithSse();
            app.MapSse("/channel", "a");
            app.MapGet("/text", () => new string('x', 10_000));
        },
        protocols);
}
