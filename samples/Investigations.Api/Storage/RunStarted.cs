using System.Text.Json;
using System.Text.Json.Nodes;
using Investigations.EventFeed;

namespace Investigations.Api.Storage;

/// <summary>The event that opens a run.</summary>
internal static class RunStarted
{
    public static NewFeedEvent Event(string runId, string? name, string user) =>
        new(RunPhases.PhaseChange, JsonSerializer.SerializeToElement(new JsonObject
        {
            ["phase"] = "started",
            ["name"] = name,
            ["started_by"] = user,
        }))
        { Subject = runId };
}
