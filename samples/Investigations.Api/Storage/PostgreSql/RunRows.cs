using Investigations.EventFeed;
using Npgsql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>The rows of <c>investigation_runs</c>: which runs there are and whether they are finished.</summary>
internal static class RunRows
{
    public static Task InsertAsync(NpgsqlConnection connection, string id, string runId, string? name, CancellationToken cancellationToken) =>
        connection.Command(
            "INSERT INTO investigation_runs(investigation_id, run_id, name, finished) VALUES($1, $2, $3, false)", id, runId, name).ExecuteAsync(cancellationToken);

    /// <summary>Takes from appended events which runs they finish, or take up again.</summary>
    public static async Task FollowAsync(
        NpgsqlConnection connection, string id, IReadOnlyList<NewFeedEvent> events, IReadOnlyList<AppendResult> results, CancellationToken cancellationToken)
    {
        foreach (var (e, result) in events.Zip(results))
        {
            if (result.Outcome == AppendOutcome.Appended && RunPhases.Concerns(e))
            {
                await connection.Command("""
                    INSERT INTO investigation_runs(investigation_id, run_id, finished) VALUES($1, $2, $3)
                    ON CONFLICT (investigation_id, run_id) DO UPDATE SET finished = excluded.finished
                    """, id, e.Subject, RunPhases.Finishes(e)).ExecuteAsync(cancellationToken);
            }
        }
    }

    public static async ValueTask<bool> IsFinishedAsync(NpgsqlConnection connection, string id, string? runId, CancellationToken cancellationToken) =>
        (bool)(await connection.Command("""
            SELECT EXISTS(SELECT 1 FROM investigations WHERE id = $1 AND status IN ('COMPLETED', 'FAILED', 'CANCELLED'))
                OR EXISTS(SELECT 1 FROM investigation_runs WHERE investigation_id = $1 AND run_id = $2 AND finished)
            """, id, runId).ValueAsync(cancellationToken))!;
}
