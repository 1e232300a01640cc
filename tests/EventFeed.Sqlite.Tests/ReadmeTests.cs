using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Sqlite.Tests;

/// <summary>The code of the package pages, as it stands there but for the file's name.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly TempFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task CorePage_Usage_Works()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddEventFeed(o => o.CursorLifetime = TimeSpan.FromDays(30))
            .UseSqlite(_file.ConnectionString);

        var app = builder.Build();
        app.UseEventFeed();
        app.MapEventFeed("/orders/{feed}/events");
        await using var running = app;
        await app.StartAsync(TestContext.Current.CancellationToken);

        var feed = app.Services.GetRequiredService<IEventFeed>();
        var (data, cursor, ct) = (JsonElement.Parse("{}"), (string?)null, TestContext.Current.CancellationToken);
        var results = await feed.AppendAsync("order-17", [new("tool_complete", data) { Id = "a1", Subject = "run-1" }], ct);
        FeedPage page = await feed.ReadAsync("order-17", new FeedQuery { Cursor = cursor, Limit = 100 }, ct);
        Assert.Equal(results[0].Sequence, Assert.Single(page.Events).Sequence);
        await foreach (var (item, resume) in feed.TailAsync("order-17", new FeedQuery { Subject = "run-1" }, ct))
        {
            Assert.Equal("a1", item.Id);
            Assert.NotEmpty(resume);
            break;
        }

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Assert.Contains("\"a1\"", await client.GetStringAsync(new Uri("/orders/order-17/events", UriKind.Relative), ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SqlitePage_Usage_Works()
    {
        await using var node = new SqliteNode(_file.Path);
        var (database, feed, data, ct) = (node.Database, node.Feed, JsonElement.Parse("{}"), TestContext.Current.CancellationToken);
        await database.WriteAsync(static transaction => transaction.Connection!.Execute("CREATE TABLE orders(id INTEGER, status TEXT); INSERT INTO orders VALUES (17, 'new')"), ct);

        var results = await database.WriteAsync(transaction =>
        {
            using var command = transaction.Connection!.CreateCommand();
            command.CommandText = "UPDATE orders SET status = 'done' WHERE id = 17";
            command.ExecuteNonQuery();
            return feed.Append(transaction, "order-17", [new("order_done", data)]);
        }, ct);

        var count = await database.ReadAsync(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM orders";
            return (long)command.ExecuteScalar()!;
        }, ct);
        Assert.Equal((AppendOutcome.Appended, 1L), (Assert.Single(results).Outcome, count));
    }
}
