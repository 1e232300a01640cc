using System.Text.Json;
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
