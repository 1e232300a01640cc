using System.Text.Json;
using Investigations.EventFeed;
using Investigations.EventFeed.PostgreSql;
using Investigations.EventFeed.Sqlite;

namespace AotSmoke;

/// <summary>Investigations.EventFeed on SQLite, or on PostgreSQL where it is given one: append, page, long poll.</summary>
internal static class Feeds
{
    public static void AddFeeds(this WebApplicationBuilder builder)
    {
        var feeds = builder.Services.AddEventFeed();
        if (builder.Configuration.GetConnectionString("Postgres") is { } postgres)
        {
            feeds.UsePostgreSql(postgres);
        }
        else
        {
            feeds.UseSqlite(builder.Configuration.GetConnectionString("Sqlite") ?? "Data Source=feed.db");
        }
    }

    public static void MapFeeds(this WebApplication app)
    {
        app.UseEventFeed();
        app.MapEventFeed("/feeds/{feed}/events");
        app.MapPost("/feeds/{feed}/events", async (string feed, string id, IEventFeed feeds, CancellationToken ct) =>
        {
            var results = await feeds.AppendAsync(feed, [new("thing_happened", JsonElement.Parse("""{"n":1}""")) { Id = id }], ct);
            return results[0].Outcome.ToString();
        });
    }
}
