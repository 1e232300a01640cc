using System.Text.Json;
using Investigations.EventFeed;
using Investigations.EventFeed.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.LoadTest;

/// <summary>Orders in a feed on SQLite, and a count of the reads. The file goes with the process.</summary>
internal sealed class OrderFeed(IEventFeed feed)
{
    private const string Name = "orders";
    private long _reads;

    public long Reads => Volatile.Read(ref _reads);

    public static void Add(WebApplicationBuilder builder)
    {
        var folder = Directory.CreateTempSubdirectory("load-test-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        builder.Services.AddEventFeed().UseSqlite($"Data Source={Path.Combine(folder, "feed.db")}");
        builder.Services.AddSingleton<OrderFeed>();
    }

    public async ValueTask AppendAsync(Order order) =>
        await feed.AppendAsync(Name, [new NewFeedEvent("order", JsonSerializer.SerializeToElement(order, OrderJson.Default.Order))]);

    public ValueTask<FeedPage> ReadAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return feed.ReadAsync(Name, new FeedQuery { Cursor = cursor, Limit = limit }, cancellationToken);
    }

    public ValueTask<string> GetEndAsync(CancellationToken cancellationToken) => feed.GetTailCursorAsync(Name, new FeedQuery(), cancellationToken);
}
