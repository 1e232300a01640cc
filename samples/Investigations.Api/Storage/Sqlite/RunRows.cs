using Investigations.EventFeed;
using Microsoft.Data.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>The rows of <c>investigation_runs</c>: which runs there are and whether they are finished.</summary>
internal static class RunRows
{
    public static void Insert(SqliteTransaction transaction, string id, string runId, string? name) => transaction.Execute(
        "INSERT INTO investigation_runs(investigation_id, run_id, name, finished) VALUES($id, $run, $name, 0)",
        ("$id", id), ("$run", runId), ("$name", name));

    /// <summary>Takes from appended events which runs they finish, or take up again.</summary>
    public static void Follow(SqliteTransaction transaction, string id, IReadOnlyList<NewFeedEvent> events, IReadOnlyList<AppendResult> results)
    {
        foreach (var (e, result) in events.Zip(results))
        {
            if (result.Outcome == AppendOutcome.Appended && RunPhases.Concerns(e))
            {
                transaction.Execute("""
                    INSERT INTO investigation_runs(investigation_id, run_id, finished) VALUES($id, $run, $finished)
                    ON CONFLICT DO UPDATE SET finished = excluded.finished
                    """, ("$id", id), ("$run", e.Subject), ("$finished", RunPhases.Finishes(e) ? 1 : 0));
            }
        }
    }

    public static bool IsFinished(SqliteConnection connection, string id, string? runId)
    {
        using var command = connection.Command("""
            SELECT EXISTS(SELECT 1 FROM investigations WHERE id = $id AND status IN ('COMPLETED', 'FAILED', 'CANCELLED'))
                OR EXISTS(SELECT 1 FROM investigation_runs WHERE investigation_id = $id AND run_id = $run AND finished = 1)
            """, ("$id", id), ("$run", runId));
        return (long)command.ExecuteScalar()! != 0;
    }
}
