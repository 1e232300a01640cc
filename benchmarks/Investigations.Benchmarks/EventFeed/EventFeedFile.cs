using System.Text.Json;
using Investigations.EventFeed;
using Investigations.EventFeed.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Benchmarks;

/// <summary>A SQLite file of its own with the feed on it, deleted in the end.</summary>
internal sealed class EventFeedFile : IDisposable
{
    public static readonly JsonElement Data = JsonElement.Parse(
        """{"tool":"search","query":"errors since the last deployment","duration_ms":1234,"found":["a.log","b.log","c.log"],"note":"some text that makes the row as long as rows are"}""");

    private readonly string _folder = Directory.CreateTempSubdirectory("feed-benchmark-").FullName;
    private readonly ServiceProvider _services;

    private EventFeedFile()
    {
        var services = new ServiceCollection();
        services.AddEventFeed(static o => o.MaxBatchSize = 10_000).UseSqlite($"Data Source={Path}");
        _services = services.BuildServiceProvider();
    }

    public string Path => System.IO.Path.Combine(_folder, "feed.db");

    public static EventFeedFile Create() => new();

    public IEventFeed Feed => _services.GetRequiredService<IEventFeed>();

    public SqliteFeedDatabase Database => _services.GetRequiredService<SqliteFeedDatabase>();

    /// <summary>A connection as an application would open one, with the settings that the feed uses.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
        return connection;
    }

    public static NewFeedEvent[] Events(int count) => [.. Enumerable.Range(0, count).Select(static _ => new NewFeedEvent("tool_complete", Data) { Subject = "run-1" })];

    public async Task FillAsync(string feed, int count)
    {
        for (var i = 0; i < count; i += 10_000)
        {
            await Feed.AppendAsync(feed, Events(Math.Min(10_000, count - i)));
        }
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
