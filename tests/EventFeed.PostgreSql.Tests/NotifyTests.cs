using System.Diagnostics;
using Investigations.Testing;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>On a real clock: what is told between processes comes when it comes; the bounds are generous.</summary>
public sealed class NotifyTests(PostgresFixture postgres)
{
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(30);

    [Fact(Timeout = 60_000)]
    public async Task Append_OnAnotherNode_WakesAWaiterLongBeforeThePoll()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = await postgres.CreateDatabaseAsync();
        await using var writer = new PostgresNode(database);
        await writer.Feed.AppendAsync("f", [Feeds.Event("first")], cancellation);
        await using var reader = await new PostgresNode(database, configure: o => o.HeadPollInterval = SlowPoll).StartAsync();
        await ListeningAsync(database);

        var cursor = await reader.Feed.GetTailCursorAsync("f", new FeedQuery(), cancellation);
        var started = Stopwatch.GetTimestamp();
        var waiting = reader.Feed.ReadAsync("f", new FeedQuery { Cursor = cursor, Wait = TimeSpan.FromSeconds(25) }, cancellation);
        await writer.Feed.AppendAsync("f", [Feeds.Event("second")], cancellation);

        Assert.Equal("second", Assert.Single((await waiting).Events).Id);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = 60_000)]
    public async Task Listening_CutOff_LosesNothingAndComesBack()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = await postgres.CreateDatabaseAsync();
        await using var writer = new PostgresNode(database);
        await using var reader = await new PostgresNode(database).StartAsync();
        await writer.Feed.AppendAsync("f", [Feeds.Event("0")], cancellation);
        var tail = reader.Feed.TailAsync("f", new FeedQuery(), cancellation).GetAsyncEnumerator(cancellation);
        for (var i = 0; i < 5; i++)
        {
            await ListeningAsync(database);
            Assert.True(await tail.MoveNextAsync());
            Assert.Equal($"{i}", tail.Current.Event.Id);
            await using var source = NpgsqlDataSource.Create(database);
            await using var cut = source.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()");
            await cut.ExecuteNonQueryAsync(cancellation);
            await writer.Feed.AppendAsync("f", [Feeds.Event($"{i + 1}")], cancellation);
        }

        await tail.DisposeAsync();
    }

    private static async Task ListeningAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        while (true)
        {
            await using var count = source.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND state = 'idle' AND datname = current_database()");
            if ((long)(await count.ExecuteScalarAsync(Feeds.Cancellation))! > 0)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Feeds.Cancellation);
        }
    }
}
