namespace Investigations.EventFeed.Sqlite.Tests;

/// <summary>Holds the writer in the middle of a work, so that others queue up behind it.</summary>
internal sealed class WriterGate : IDisposable
{
    private readonly ManualResetEventSlim _held = new();
    private readonly ManualResetEventSlim _open = new();

    /// <summary>Blocks the writer, and returns when it is blocked.</summary>
    public Task BlockAsync(SqliteFeedDatabase database)
    {
        var work = database.WriteAsync(
            _ =>
            {
                Hold();
                return 0;
            }, TestContext.Current.CancellationToken).AsTask();
        WaitUntilHeld();
        return work;
    }

    /// <summary>Called on the writer.</summary>
    public void Hold()
    {
        _held.Set();
        _open.Wait(TimeSpan.FromSeconds(30));
    }

    public void WaitUntilHeld() => Assert.True(_held.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    public void Open() => _open.Set();

    public void Dispose()
    {
        _open.Set();
        _held.Dispose();
        _open.Dispose();
    }
}
