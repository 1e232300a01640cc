using System.Text.Json;
using System.Text.RegularExpressions;
using Investigations.Api.Http;

namespace Investigations.Api.Features.Investigations;

internal sealed record NewInvestigation(string Title, IReadOnlyList<string> Members)
{
    public static ValueTask<NewInvestigation> BindAsync(HttpContext context) => JsonBody.ReadAsync(context, Parse);

    private static NewInvestigation Parse(JsonElement body)
    {
        var members = JsonMembers.Of(body, ["title", "members"]);
        return new(members.RequiredText("title", 1, 200), [.. members.Texts("members", 100).Distinct(StringComparer.Ordinal)]);
    }
}

internal sealed record NewRun(string? Name)
{
    public static ValueTask<NewRun> BindAsync(HttpContext context) => JsonBody.ReadAsync(context, Parse);

    private static NewRun Parse(JsonElement body) => new(JsonMembers.Of(body, ["name"]).Text("name", 1, 200));
}

internal static partial class RunIds
{
    /// <summary>Stands for every run of an investigation, in the stream's address.</summary>
    public const string All = "_all";

    public static bool IsValid(string id) => Pattern().IsMatch(id);

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,128}\z")]
    private static partial Regex Pattern();
}
