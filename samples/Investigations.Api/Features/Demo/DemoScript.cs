namespace Investigations.Api.Features.Demo;

/// <summary>One step of the demo run: what happens, and how long before it.</summary>
internal sealed record DemoStep(double SecondsBefore, string Type, object Data, int Progress);

/// <summary>A card-testing case, told by the tools that work on it: a minute and a half, with one failure that is got over.</summary>
internal static class DemoScript
{
    public static IReadOnlyList<DemoStep> Steps { get; } =
    [
        new(1, "phase_change", new { phase = "collecting" }, 5),
        new(3, "tool_complete", new { tool = "transaction_history", rows = 1284, took_ms = 2210 }, 12),
        new(4, "tool_complete", new { tool = "device_fingerprints", devices = 17, took_ms = 3150 }, 20),
        new(5, "tool_error", new { tool = "ip_reputation", error = "timeout", attempt = 1 }, 22),
        new(6, "tool_complete", new { tool = "ip_reputation", addresses = 42, flagged = 9, attempt = 2 }, 32),
        new(3, "phase_change", new { phase = "analyzing" }, 38),
        new(6, "tool_complete", new { tool = "velocity_check", cards = 63, per_minute = 21 }, 48),
        new(7, "tool_complete", new { tool = "merchant_graph", merchants = 5, shared = 3 }, 58),
        new(8, "tool_error", new { tool = "chargeback_lookup", error = "upstream_unavailable", attempt = 1 }, 60),
        new(9, "tool_complete", new { tool = "chargeback_lookup", found = 11, attempt = 2 }, 70),
        new(4, "phase_change", new { phase = "scoring" }, 78),
        new(8, "tool_complete", new { tool = "risk_score", score = 0.93, model = "gbm-7" }, 88),
        new(6, "phase_change", new { phase = "reporting" }, 92),
        new(6, "tool_complete", new { tool = "case_report", pages = 4 }, 98),
        new(3, "phase_change", new { phase = "completed" }, 100),
    ];
}
