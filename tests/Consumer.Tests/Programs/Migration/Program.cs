using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.RateLimiting;
using Investigations.Concurrency;
using Investigations.EventFeed;
using Investigations.EventFeed.Sqlite;
using Investigations.RateLimiting;
using Investigations.Sse;
using Microsoft.AspNetCore.RateLimiting;

var builder = WebApplication.CreateBuilder(args);
WebApplication made = args[0] switch
{
    "limiter" => Limiter.There(builder),
    "backoff" => Limiter.Here(builder),
    "events" => Streams.There(builder),
    "sse" => Streams.Here(builder),
    "by-hand" => Versions.There(builder),
    "concurrency" => Versions.Here(builder),
    "offsets" => Paging.There(builder),
    _ => Paging.Here(builder),
};
made.Run();

static class Limiter
{
    public static WebApplication There(WebApplicationBuilder builder)
    {
        //= migration: From AddRateLimiter: 1
        return app;
    }

    public static WebApplication Here(WebApplicationBuilder builder)
    {
        //= migration: From AddRateLimiter: 2
        return app;
    }
}

static class Streams
{
    public static WebApplication There(WebApplicationBuilder builder)
    {
        //= migration: From TypedResults.ServerSentEvents: 1
        return app;
    }

    public static WebApplication Here(WebApplicationBuilder builder)
    {
        //= migration: From TypedResults.ServerSentEvents: 2
        return app;
    }
}

static class Versions
{
    public static WebApplication There(WebApplicationBuilder builder)
    {
        //= migration: From If-Match by hand: 1
        return app;
    }

    public static WebApplication Here(WebApplicationBuilder builder)
    {
        //= migration: From If-Match by hand: 2
        return app;
    }
}

static class Paging
{
    public static WebApplication There(WebApplicationBuilder builder)
    {
        //= migration: From offset paging: 1
        return app;
    }

    public static WebApplication Here(WebApplicationBuilder builder)
    {
        //= migration: From offset paging: 2
        app.MapPost("/import", async (OrderEvent[] history, IEventFeed feed, CancellationToken ct) =>
        {
            //= migration: From offset paging: 3
        });
        return app;
    }
}

record Article(string Title, long Version);

record Draft(string Title);

record OrderEvent(string Id, string Order, string Type, DateTimeOffset At, JsonElement Data);
