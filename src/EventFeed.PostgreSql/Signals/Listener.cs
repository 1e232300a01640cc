using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// Listens for other nodes' appends on one connection, and wakes who waits for them. Whatever happens to the connection, polls go on
/// underneath; so what is told while nobody listens is merely learned later.
/// </summary>
internal sealed class Listener(
    FeedDataSource source, FeedSql sql, NodeId node, IFeedWakeup wakeup, IOptions<PostgreSqlFeedOptions> options,
    TimeProvider time, PostgreSqlMetrics metrics, ILogger<Listener> logger) : BackgroundService
{
    private const int CheckTimeout = 5;

    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (options.Value.Notify && !stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it was, the next attempt may fare better.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.ListeningLost(logger, exception);
            }

            pause = time.GetElapsedTime(started) > LongestPause ? TimeSpan.FromMilliseconds(100) : pause * 2 < LongestPause ? pause * 2 : LongestPause;
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await source.OpenToKeepAsync(stoppingToken);
        connection.Notification += (_, notification) => Hear(notification.Payload);
        await ExecuteAsync(connection, $"LISTEN {sql.Channel}", stoppingToken);
        Log.Listening(logger);
        while (true)
        {
            // A connection can die without a word; asking something finds out.
            if (!await connection.WaitAsync(CheckEvery, stoppingToken))
            {
                await ExecuteAsync(connection, "SELECT 1", stoppingToken);
            }
        }
    }

    private void Hear(string payload)
    {
        if (Notification.Parse(payload) is { } heard && heard.Node != node.Value)
        {
            metrics.Heard();
            wakeup.Wake(heard.Feed, heard.Sequence);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, CheckTimeout);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
