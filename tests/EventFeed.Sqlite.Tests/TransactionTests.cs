using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class TransactionTests : IAsyncLifetime
{
    private readonly TempFile _file = new();
    private readonly SqliteNode _node;

    public TransactionTests() => _node = new SqliteNode(_file.Path);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        await _node.Database.WriteAsync(static transaction => transaction.Connection!.Execute("CREATE TABLE own(name TEXT PRIMARY KEY)"), Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task Append_BesideOwnRows_CommitsWithThem()
    {
        var results = await WriteAsync("row", Sample.Event("x"), Sample.Event("x", "other"), Sample.Event("y"));

        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict, AppendOutcome.Appended], results.Select(static item => item.Outcome));
        Assert.Equal(1L, await CountAsync());
        Assert.Equal(["x", "y"], await _node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task Work_ThatThrows_UndoesBothAndPassesItsExceptionOn()
    {
        var thrown = new InvalidDataException("mine");
        var caught = await Assert.ThrowsAsync<InvalidDataException>(async () => await _node.Database.WriteAsync<int>(
            transaction =>
            {
                transaction.Connection!.Execute("INSERT INTO own VALUES ('row')");
                _node.Feed.Append(transaction, "a", [Sample.Event("x")]);
                throw thrown;
            }, Cancellation));

        Assert.Same(thrown, caught);
        Assert.Equal(0L, await CountAsync());
        Assert.Empty(await _node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task Event_ThatBreaksARule_UndoesTheRows()
    {
        await Assert.ThrowsAsync<FeedEventException>(() => WriteAsync("row", Sample.Event("x"), Sample.Event("")));
        Assert.Equal(0L, await CountAsync());
        Assert.Empty(await _node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task OwnStatement_ThatFails_PassesItsSqliteExceptionOn()
    {
        await WriteAsync("row");
        var exception = await Assert.ThrowsAsync<SqliteException>(() => WriteAsync("row", Sample.Event("x")));
        Assert.Equal(19, exception.SqliteErrorCode);
        Assert.Empty(await _node.Feed.IdsAsync("a"));
        await WriteAsync("other", Sample.Event("x"));
        Assert.Equal(["x"], await _node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task Works_ThatShareACommit_FailAlone()
    {
        var tasks = Enumerable.Range(0, 200).Select(async i =>
        {
            try
            {
                await _node.Database.WriteAsync(
                    transaction =>
                    {
                        transaction.Connection!.Execute("INSERT INTO own VALUES (@name)", ("@name", $"row{i}"));
                        _node.Feed.Append(transaction, "a", [Sample.Event($"e{i}")]);
                        return i % 3 == 0 ? throw new InvalidDataException() : i;
                    }, Cancellation);
                return i;
            }
            catch (InvalidDataException)
            {
                return -1;
            }
        }).ToArray();
        var kept = (await Task.WhenAll(tasks)).Where(static i => i >= 0).ToArray();

        Assert.Equal(Enumerable.Range(0, 200).Where(static i => i % 3 != 0), kept.Order());
        Assert.Equal((long)kept.Length, await CountAsync());
        var events = await _node.Store.ReadAsync(new StoreRead { Feed = "a", After = 0, Limit = 1000 }, Cancellation);
        Assert.Equal(kept.Select(static i => $"e{i}").Order(), events.Events.Select(static item => item.Id).Order());
        Assert.Equal(Enumerable.Range(1, kept.Length).Select(static i => (long)i), events.Events.Select(static item => item.Sequence));
    }

    [Fact]
    public async Task Work_ThatEndsTheTransaction_IsRefusedAndTheWriterGoesOn()
    {
        foreach (var end in (Action<SqliteTransaction>[])[static t => t.Commit(), static t => t.Rollback()])
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await _node.Database.WriteAsync(
                transaction =>
                {
                    end(transaction);
                    return 0;
                }, Cancellation));
            await WriteAsync($"row{end.Method.Name}", Sample.Event());
        }
    }

    [Fact]
    public async Task Work_ThatWaitsForTheWriter_IsRefusedInsteadOfHanging() =>
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _node.Database.WriteAsync(
            _ => _node.Database.WriteAsync(static _ => 0, Cancellation).AsTask().GetAwaiter().GetResult(), Cancellation));

    [Fact]
    public async Task Append_InATransactionOfOnesOwn_CommitsWithIt()
    {
        using var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False");
        connection.Open();
        using (var rolledBack = connection.BeginTransaction(deferred: false))
        {
            _node.Feed.Append(rolledBack, "a", [Sample.Event("gone")]);
        }

        using (var committed = connection.BeginTransaction(deferred: false))
        {
            _node.Feed.Append(committed, "a", [Sample.Event("kept")]);
            Assert.Empty(await _node.Feed.IdsAsync("a"));
            committed.Commit();
        }

        Assert.Equal(["kept"], await _node.Feed.IdsAsync("a"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Append_InAWork_WakesWaitersAfterTheCommit()
    {
        var cancellation = TestContext.Current.CancellationToken;

        // The poller rests for a minute, so that only the wake-up can end the wait.
        await using var node = new SqliteNode(_file.Path, configure: static o => o.HeadPollInterval = TimeSpan.FromSeconds(60));
        var cursor = await node.Feed.GetTailCursorAsync("a", new FeedQuery(), cancellation);
        var poll = node.Feed.ReadAsync("a", new FeedQuery { Cursor = cursor, Wait = TimeSpan.FromSeconds(30) }, cancellation).AsTask();
        while (node.Watchers.Waiting == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellation);
        }

        await node.Database.WriteAsync(transaction => node.Feed.Append(transaction, "a", [Sample.Event("x")]), cancellation);
        Assert.Equal("x", Assert.Single((await poll).Events).Id);
    }

    [Fact]
    public async Task Read_IsOneSnapshotAndCannotWrite()
    {
        await Assert.ThrowsAsync<FeedUnavailableException>(async () =>
            await _node.Database.ReadAsync(static connection => connection.Execute("INSERT INTO own VALUES ('x')"), Cancellation));
        Assert.Equal(0L, await CountAsync());

        var counts = await _node.Database.ReadAsync(
            connection =>
            {
                var before = connection.Scalar("SELECT count(*) FROM own");
                WriteAsync("row").GetAwaiter().GetResult();
                return (before, After: connection.Scalar("SELECT count(*) FROM own"));
            }, Cancellation);
        Assert.Equal((0L, 0L), counts);
        Assert.Equal(1L, await CountAsync());
    }

    [Fact]
    public async Task Append_OnAnotherStore_NamesTheCall()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        await using var memory = new SqliteNode(_file.Path, useMemory: true);
        Assert.Contains("UseSqlite", Assert.Throws<InvalidOperationException>(() => memory.Feed.Append(transaction, "a", [])).Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<AppendResult>> WriteAsync(string row, params NewFeedEvent[] events) => await _node.Database.WriteAsync(
        transaction =>
        {
            transaction.Connection!.Execute("INSERT INTO own VALUES (@name)", ("@name", row));
            return _node.Feed.Append(transaction, "a", events);
        }, Cancellation);

    private async Task<object?> CountAsync() => await _node.Database.ReadAsync(static connection => connection.Scalar("SELECT count(*) FROM own"), Cancellation);

    [Fact]
    public async Task Append_InATransaction_IsASpanBelowTheCallersOwn()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "Investigations.EventFeed" or nameof(TransactionTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource(nameof(TransactionTests));
        var feed = Guid.NewGuid().ToString();

        ActivitySpanId caller;
        using (var activity = source.StartActivity("caller")!)
        {
            caller = activity.SpanId;
            await _node.Database.WriteAsync(transaction => _node.Feed.Append(transaction, feed, [Sample.Event("x")]), Cancellation);
        }

        var span = Assert.Single(spans, span => (string?)span.GetTagItem("investigations.event_feed.feed") == feed);
        Assert.Equal(("event_feed append", caller), (span.OperationName, span.ParentSpanId));
    }
}
