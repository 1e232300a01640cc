using System.Text.Json;
using System.Text.Json.Nodes;
using Investigations.Api.Http;

namespace Investigations.Api.Features.Investigations;

/// <summary>A JSON merge patch (RFC 7396) of an investigation: what is absent stays, what is null is cleared.</summary>
internal sealed class InvestigationPatch
{
    private readonly List<Func<Investigation, Investigation>> _changes = [];

    private InvestigationPatch()
    {
    }

    public static ValueTask<InvestigationPatch> BindAsync(HttpContext context) => JsonBody.ReadAsync(context, Parse);

    public static InvestigationPatch Parse(JsonElement body)
    {
        var members = JsonMembers.Of(body, ["title", "status", "phase", "progress", "assignee", "notes"]);
        var patch = new InvestigationPatch();

        patch.Add(members, "title", () => members.RequiredText("title", 1, 200), (state, title) => state with { Title = title });
        patch.Add(members, "status", () => Known(members.Text("status", 1, 20)), (state, status) => state with { Status = status });
        patch.Add(members, "phase", () => members.Text("phase", 1, 100), (state, phase) => state with { Phase = phase });
        patch.Add(members, "progress", () => members.Int32("progress", 0, 100), (state, progress) => state with { Progress = progress!.Value });
        patch.Add(members, "assignee", () => members.Text("assignee", 1, 200), (state, assignee) => state with { Assignee = assignee });
        patch.Add(members, "notes", () => members.Text("notes", 0, 10_000, lines: true), (state, notes) => state with { Notes = notes });

        return patch;
    }

    public static InvestigationPatch Of(object members) => Parse(JsonSerializer.SerializeToElement(members));

    public Investigation ApplyTo(Investigation state) => _changes.Aggregate(state, (current, change) => change(current));

    /// <summary>What differs, as <c>{"member":[before,after]}</c>; empty where nothing does.</summary>
    public static JsonObject Differences(Investigation before, Investigation after)
    {
        var changes = new JsonObject();
        Compare("title", before.Title, after.Title);
        Compare("status", before.Status, after.Status);
        Compare("phase", before.Phase, after.Phase);
        Compare("progress", before.Progress, after.Progress);
        Compare("assignee", before.Assignee, after.Assignee);
        Compare("notes", before.Notes, after.Notes);
        return changes;

        void Compare<T>(string member, T from, T to)
        {
            if (!EqualityComparer<T>.Default.Equals(from, to))
            {
                changes[member] = new JsonArray(JsonValue.Create(from), JsonValue.Create(to));
            }
        }
    }

    private void Add<T>(JsonMembers members, string member, Func<T> read, Func<Investigation, T, Investigation> change)
    {
        if (members.Has(member, out _))
        {
            var value = read();
            _changes.Add(state => change(state, value));
        }
    }

    private static string Known(string? status) => status is not null && InvestigationStatus.All.Contains(status)
        ? status
        : throw ApiProblemException.InvalidMember("status", $"one of {string.Join(", ", InvestigationStatus.All)}");
}
