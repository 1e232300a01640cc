using System.Text;

namespace Investigations.Deployment.Tests;

/// <summary>The counts of a run, for a person to read.</summary>
internal static class FaultReport
{
    public static string Write(Traffic traffic, IReadOnlyList<Fault> faults, Ledger ledger, Stored stored, IEnumerable<Follower> followers, LimitWindows windows)
    {
        var text = new StringBuilder();
        Line($"Faults ({traffic.Now.TotalSeconds:F0} s): {string.Join(", ", faults.GroupBy(static f => f.Kind).Select(static g => $"{g.Count()} {g.Key}"))}");
        foreach (var fault in faults)
        {
            Line($"  {fault}");
        }

        Line($"Events: {ledger.Events.Count} acknowledged, {stored.Events.Count(static e => e.Type == "tool_complete")} stored");
        Line($"Changes: {ledger.Notes.Count} acknowledged, {stored.Versions.Count - 1} stored, {stored.Events.Count(static e => e.Type == "state_changed")} in the feed");
        Line($"Writes sent again: {ledger.Retried}, of which {ledger.FoundLater} had been done already");
        foreach (var follower in followers)
        {
            var expected = stored.Events.Count(e => follower.Run is null || e.Run == follower.Run);
            Line($"  {follower.Name,-14} {follower.Received.Count} received of {expected}, {follower.Received.DistinctBy(static e => e.Id).Count()} distinct, {follower.Interruptions} interruptions");
        }

        Line($"Answers: {string.Join(", ", traffic.Exchanges.GroupBy(static e => e.Status).OrderBy(static g => g.Key).Select(static g => $"{g.Count()} x {(g.Key == 0 ? "broken" : g.Key)}"))}; "
            + $"slowest {traffic.Exchanges.Max(static e => e.Took).TotalSeconds:F1} s");
        Line($"Not answered by a node: {traffic.Exchanges.Count(static e => e.IsSafe && e.Status is 0 or 502 or 504)} reads, "
            + $"{traffic.Exchanges.Count(static e => !e.IsSafe && e.Status is 0 or 502 or 504)} writes");
        Line($"Limit: {windows.Count} windows; {windows.Exact.Count} with Redis and both nodes, admitted {Range(windows.Exact)}; "
            + $"{windows.WithNodeFault.Count} with a dying node, {Range(windows.WithNodeFault)}; {windows.WithoutRedis.Count} without Redis, {Range(windows.WithoutRedis)}");
        return text.ToString();

        void Line(string line) => text.AppendLine(line);
    }

    private static string Range(IReadOnlyList<LimitWindows.Window> windows) =>
        windows.Count == 0 ? "none" : $"{windows.Min(static w => w.Admitted)} to {windows.Max(static w => w.Admitted)} each";
}
