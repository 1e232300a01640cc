using System.Text.Json;
using System.Text.RegularExpressions;
using Investigations.Api.Features.Investigations;
using Investigations.Api.Http;
using Investigations.EventFeed;

namespace Investigations.Api.Features.Events;

/// <summary>Reads one event of the contract from JSON.</summary>
internal static partial class EventRequest
{
    private static readonly string[] Known = ["id", "type", "run_id", "occurred_at", "data"];
    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    /// <param name="value">The event's JSON object.</param>
    /// <param name="path">Where it stands in the body; empty where it is the body.</param>
    /// <param name="ignored">Members that may be there and mean nothing.</param>
    public static NewFeedEvent Parse(JsonElement value, string path = "", ReadOnlySpan<string> ignored = default)
    {
        var members = JsonMembers.Of(value, [.. Known, .. ignored], path);
        var type = members.RequiredText("type", 1, 64);
        if (!TypePattern().IsMatch(type))
        {
            throw ApiProblemException.InvalidMember(members.PathOf("type"), "a lower-case name such as tool_complete, of at most 64 characters");
        }

        var runId = members.Text("run_id", 1, 128);
        if (runId is not null && !RunIds.IsValid(runId))
        {
            throw ApiProblemException.InvalidMember(members.PathOf("run_id"), "1 to 128 of the characters A-Z a-z 0-9 . _ -");
        }

        var data = members.Has("data", out var given) ? given : EmptyObject;
        if (data.ValueKind != JsonValueKind.Object)
        {
            throw ApiProblemException.InvalidMember(members.PathOf("data"), "a JSON object");
        }

        return new NewFeedEvent(type, data.Clone()) { Id = members.Text("id", 1, 200), Subject = runId, OccurredAt = members.Time("occurred_at") };
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_.]{0,63}\z")]
    private static partial Regex TypePattern();
}
