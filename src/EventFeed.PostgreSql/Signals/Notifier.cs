using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// Tells other nodes of appends, after their commit: inside it, NOTIFY would hold a lock of the whole server. The first
/// goes out at once, those that come soon after go together.
/// </summary>
internal sealed class Notifier(
    FeedDataSource source, FeedSql sql, NodeId node, IOptions<PostgreSqlFeedOptions> options,
    TimeProvider time, PostgreSqlMetrics metrics, ILogger<Notifier> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private Dictionary<string, long> _grown = new(StringComparer.Ordinal);
    private bool _running;

    public void Tell(string feed, long sequence)
    {
        if (!options.Value.Notify)
        {
            return;
        }

        lock (_lock)
        {
            _grown[feed] = Math.Max(sequence, _grown.GetValueOrDefault(feed));
            if (_running)
            {
                return;
            }

            _running = true;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        while (Take() is { } grown)
        {
            await SendAsync(grown);
            await Task.Delay(Pause, time);
        }
    }

    private Dictionary<string, long>? Take()
    {
        lock (_lock)
        {
            if (_grown.Count == 0)
            {
                _running = false;
                return null;
            }

            var grown = _grown;
            _grown = new(StringComparer.Ordinal);
            return grown;
        }
    }

    private async Task SendAsync(Dictionary<string, long> grown)
    {
        try
        {
            await using var connection = await source.OpenAsync(CancellationToken.None);
            await using var command = connection
                .Command($"SELECT pg_notify('{sql.Channel}', p) FROM unnest($1) p", options.Value.TimeoutSeconds())
                .With([.. grown.Select(item => new Notification(node.Value, item.Value, item.Key).ToString())]);
            await command.ExecuteNonQueryAsync();
            metrics.Notified(grown.Count);
        }
#pragma warning disable CA1031 // Nobody waits for it, and polls find what is not told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.NotifyFailed(logger, exception);
        }
    }
}
