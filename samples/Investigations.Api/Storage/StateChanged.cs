using System.Text.Json;
using System.Text.Json.Nodes;
using Investigations.EventFeed;

namespace Investigations.Api.Storage;

/// <summary>The event that each accepted change of an investigation writes: the audit log is the feed.</summary>
internal static class StateChanged
{
    public static NewFeedEvent Event(StateChange change) =>
        new("state_changed", JsonSerializer.SerializeToElement(new JsonObject
        {
            ["version"] = change.State.Version,
            ["previous_version"] = change.PreviousVersion,
            ["changed_by"] = change.State.UpdatedBy,
            ["changes"] = change.Differences.DeepClone(),
        }));
}
