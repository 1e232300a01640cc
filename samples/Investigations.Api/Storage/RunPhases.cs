using System.Text.Json;
using Investigations.EventFeed;

namespace Investigations.Api.Storage;

/// <summary>Reads from events whether they finish their run.</summary>
internal static class RunPhases
{
    public const string PhaseChange = "phase_change";

    public static bool Concerns(NewFeedEvent e) => e.Type == PhaseChange && e.Subject is not null;

    public static bool Finishes(NewFeedEvent e) =>
        e.Data.ValueKind == JsonValueKind.Object
        && e.Data.TryGetProperty("phase", out var phase)
        && phase.ValueKind == JsonValueKind.String
        && phase.GetString() is ("completed" or "failed" or "cancelled");
}
