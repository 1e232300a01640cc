using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Investigations.EventFeed;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Benchmarks;

/// <summary>A database of its own with the feed on it, durable as an application would have it, and gone in the end.</summary>
internal abstract class FeedDatabase : IAsyncDisposable
{
    public const string Sqlite = "SQLite";
    public const string PostgreSql = "PostgreSQL";
    private const int Batch = 10_000;

    public static readonly JsonElement Data = JsonElement.Parse(
        """{"tool":"search","query":"errors since the last deployment","duration_ms":1234,"found":["a.log","b.log","c.log"],"note":"some text that makes the row as long as rows are"}""");

    private readonly ServiceProvider _services;

    protected FeedDatabase(Action<EventFeedBuilder> use)
    {
        var services = new ServiceCollection();
        use(services.AddEventFeed(static o => o.MaxBatchSize = Batch));
        _services = services.BuildServiceProvider();
    }

    public IEventFeed Feed => _services.GetRequiredService<IEventFeed>();

    /// <summary>The columns of a table that holds the same events without a feed.</summary>
    public abstract string PlainColumns { get; }

    protected abstract string Settle { get; }

    public static async Task<FeedDatabase> StartAsync(string engine) => engine switch
    {
        Sqlite => new SqliteFeedFile(),
        PostgreSql => await PostgresFeedServer.StartAsync(),
        _ => throw new ArgumentException($"'{engine}' is neither {Sqlite} nor {PostgreSql}."),
    };

    public static NewFeedEvent[] Events(int count) => [.. Enumerable.Range(0, count).Select(static _ => new NewFeedEvent("tool_complete", Data) { Subject = "run-1" })];

    /// <summary>A connection as an application would open one, with the settings that the feed uses.</summary>
    public abstract Task<DbConnection> OpenAsync();

    /// <summary>Does now what the database does by itself in time after a bulk load.</summary>
    public async Task SettleAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Settle;
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
        if (OperatingSystem.IsLinux())
        {
            // What the load has left to write would else be waited for by the first commits that are measured.
            using var sync = Process.Start("sync");
            await sync.WaitForExitAsync();
        }
    }

    public async Task FillAsync(string feed, int count)
    {
        for (var i = 0; i < count; i += Batch)
        {
            await Feed.AppendAsync(feed, Events(Math.Min(Batch, count - i)));
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
