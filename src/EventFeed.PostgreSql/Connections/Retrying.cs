using Microsoft.Extensions.Logging;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Runs work on a connection whose tables are there, tries again what may be tried again, and reports the rest as unavailable.</summary>
internal sealed class Retrying(FeedDataSource source, SchemaOnFirstUse schema, TimeProvider time, PostgreSqlMetrics metrics, ILogger<Retrying> logger)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200)];

    /// <param name="work">What to do; it may run several times.</param>
    /// <param name="isIdempotent">Whether it may be done again when it is not known whether it was done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, bool isIdempotent, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await AttemptAsync(work, cancellationToken);
            }
            catch (Exception exception) when (attempt < Pauses.Length && MayTryAgain(exception, isIdempotent))
            {
                metrics.Retried();
                Log.TriedAgain(logger, exception);
            }
            catch (Exception exception) when (PostgreSqlErrors.IsUnavailable(exception) && !cancellationToken.IsCancellationRequested)
            {
                throw PostgreSqlErrors.Unavailable(exception);
            }

            await Task.Delay(Pauses[attempt], time, cancellationToken);
        }
    }

    private async Task<T> AttemptAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection;
        try
        {
            connection = await source.OpenAsync(cancellationToken);
        }
        catch (Exception exception) when (PostgreSqlErrors.IsUnavailableOnOpen(exception) && !cancellationToken.IsCancellationRequested)
        {
            // Whoever asks knows better than we do how long to try on a server that is not there.
            throw PostgreSqlErrors.Unavailable(exception);
        }

        await using (connection)
        {
            await schema.EnsureAsync(connection, cancellationToken);
            return await work(connection, cancellationToken);
        }
    }

    private bool MayTryAgain(Exception exception, bool isIdempotent)
    {
        if (PostgreSqlErrors.IsMissingTable(exception))
        {
            schema.Forget();
            return true;
        }

        return PostgreSqlErrors.MayTryAgain(exception, isIdempotent);
    }
}
