using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Investigations.RateLimiting.Tests;

/// <summary>A connection's requests use one feature in turn. Nobody may notice.</summary>
public class FeatureTests
{
    [Fact]
    public async Task Feature_ThatWasAsked_StaysAsItIsWhenItsRequestIsOver()
    {
        IRateLimitFeature? kept = null;
        await using var host = await TestHost.StartAsync(map: app => app.MapGet("/", (HttpContext context) =>
        {
            kept ??= context.Features.Get<IRateLimitFeature>();
            return context.Response.WriteAsync($"{kept!.Tightest!.Value.Decision.Remaining}");
        }));

        await host.StatusesAsync(20);

        Assert.Equal(59, kept!.Tightest!.Value.Decision.Remaining);
        Assert.Single(kept.Results);
    }

    [Fact]
    public async Task Feature_ThatWasNeverAsked_ServesTheConnectionsNextRequest()
    {
        List<IRateLimitFeature> seen = [];
        await using var host = await TestHost.StartAsync(map: app => app.MapGet("/", (HttpContext context) =>
        {
            seen.Add(context.Features.GetRequiredFeature<IRateLimitFeature>());
            _ = seen.Count == 2 ? seen[1].Tightest : null;
            return Task.CompletedTask;
        }));

        await host.StatusesAsync(3);

        Assert.Same(seen[0], seen[1]);
        Assert.NotSame(seen[1], seen[2]);
        Assert.Equal((58, 57), (seen[1].Tightest!.Value.Decision.Remaining, seen[2].Tightest!.Value.Decision.Remaining));
    }

    [Fact]
    public async Task Requests_ThatTakeFeaturesFromEachOther_SeeTheirOwn()
    {
        var wrong = new ConcurrentQueue<string>();
        await using var host = await TestHost.StartAsync(
            static o =>
            {
                o.Default.PermitLimit = 1000;
                o.AddPolicy("extra", static p => p.PermitLimit = 500);
            },
            app =>
            {
                Map(app, "/one", 1);
                Map(app, "/two", 2).WithRateLimit("extra");
            });

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async user =>
        {
            for (var i = 1; i <= 50; i++)
            {
                var path = (i + user) % 2 == 0 ? "/one" : "/two";
                using var response = await host.GetAsync(path, $"{user}");
                var items = response.Header("RateLimit")!.Split(", ");
                if (items[0] != $"\"default\";r={1000 - i};t=60" || items.Length != (path == "/one" ? 1 : 2))
                {
                    wrong.Enqueue($"{user} {i} {path}: {response.Header("RateLimit")}");
                }
            }
        }));

        Assert.Empty(wrong);

        // Some ask and some do not, so that features are kept and reused in turn.
        IEndpointConventionBuilder Map(WebApplication app, string path, int count) => app.MapGet(path, async (HttpContext context) =>
        {
            await Task.Yield();
            if (context.TraceIdentifier.GetHashCode(StringComparison.Ordinal) % 2 == 0
                && context.Features.GetRequiredFeature<IRateLimitFeature>().Results.Count != count)
            {
                wrong.Enqueue($"{path}: results");
            }
        });
    }
}
