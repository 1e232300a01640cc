using System.Net;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class StateTests : IDisposable
{
    private readonly ApiFactory _api = new ApiFactory().OnSocket();
    private readonly HttpClient _alice;

    public StateTests() => _alice = _api.As("alice");

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Get_OfAState_CarriesItsTagAndCanBeRevalidated()
    {
        var path = $"/api/v1/investigation-state/{await _alice.CreateInvestigationAsync()}";

        var first = await _alice.FetchAsync(path);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("\"1\"", first.ETag());
        Assert.Equal("private, no-cache", string.Join(", ", first.Headers.NonValidated["Cache-Control"].ToString().Split(", ").OrderByDescending(d => d)));

        var second = await _alice.FetchAsync(path, ("If-None-Match", first.ETag()));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.ETag(), second.ETag());

        var head = await _alice.SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("\"1\"", head.ETag());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(ApiClient.Cancellation));

        await _alice.FetchAsync(path, ("If-Match", "\"9\"")).ProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"7\", \"1\"")]
    [InlineData("*")]
    public async Task Patch_OfTheCurrentVersion_IsCommitted(string ifMatch)
    {
        var id = await _alice.CreateInvestigationAsync();

        var response = await _alice.PatchAsync(id, ifMatch, """{"status":"IN_PROGRESS","progress":10,"assignee":"bob","phase":"x","notes":"a\nb"}""");

        var state = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"2\"", response.ETag());
        Assert.Equal(2, state.Number("version"));
        Assert.Equal("IN_PROGRESS", state.Text("status"));
        Assert.Equal("bob", state.Text("assignee"));
        Assert.Equal("a\nb", state.Text("notes"));
        Assert.Equal(state.ToString(), (await _alice.FetchAsync($"/api/v1/investigation-state/{id}").OkAsync()).ToString());
    }

    [Fact]
    public async Task Patch_OfNull_ClearsTheMember()
    {
        var id = await _alice.CreateInvestigationAsync();
        await _alice.PatchAsync(id, "1", """{"assignee":"bob"}""").OkAsync();

        var state = await _alice.PatchAsync(id, "2", """{"assignee":null}""").OkAsync();

        Assert.Equal(JsonValueKind.Null, state.GetProperty("assignee").ValueKind);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":"CREATED","progress":0,"assignee":null}""")]
    public async Task Patch_ThatChangesNothing_KeepsTheVersion(string patch)
    {
        var id = await _alice.CreateInvestigationAsync();

        var response = await _alice.PatchAsync(id, "1", patch);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"1\"", response.ETag());
        Assert.Equal(1, (await HistoryAsync(id)).GetArrayLength());
        Assert.Equal(0, (await _alice.FetchAsync($"/api/v1/investigations/{id}/events").OkAsync()).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Patch_OfAnotherVersion_ConflictsAndTellsBoth()
    {
        var id = await _alice.CreateInvestigationAsync();
        await _alice.PatchAsync(id, "1", """{"title":"new"}""").OkAsync();

        var response = await _alice.PatchAsync(id, "\"1\"", """{"title":"late"}""");

        var problem = await Task.FromResult(response).ProblemAsync(HttpStatusCode.Conflict, "version_conflict");
        Assert.Equal(2, problem.Number("current_version"));
        Assert.Equal(1, problem.Number("submitted_version"));
        Assert.Equal("\"2\"", response.ETag());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("new", (await _alice.FetchAsync($"/api/v1/investigation-state/{id}").OkAsync()).Text("title"));
    }

    [Fact]
    public async Task Patch_OfATagThatIsNoVersion_ConflictsWithItsText()
    {
        var id = await _alice.CreateInvestigationAsync();

        var text = await _alice.PatchAsync(id, "\"abc\"", "{}").ProblemAsync(HttpStatusCode.Conflict, "version_conflict");
        var list = await _alice.PatchAsync(id, "\"7\", \"8\"", "{}").ProblemAsync(HttpStatusCode.Conflict, "version_conflict");

        Assert.Equal("abc", text.Text("submitted_version"));
        Assert.Equal("[7,8]", list.GetProperty("submitted_version").GetRawText().Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Patch_WithoutAVersion_IsRefusedWithAnExample()
    {
        var id = await _alice.CreateInvestigationAsync();

        var problem = await _alice.SendAsync(HttpMethod.Patch, $"/api/v1/investigation-state/{id}", "{}")
            .ProblemAsync(HttpStatusCode.PreconditionRequired, "precondition_required");

        Assert.Contains("If-Match", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"1")]
    [InlineData("W/1")]
    [InlineData("w/\"1\"")]
    [InlineData("undefined")]
    [InlineData("01")]
    [InlineData("*, \"1\"")]
    public async Task Patch_OfAMalformedVersion_IsRefused(string ifMatch)
    {
        var id = await _alice.CreateInvestigationAsync();

        await _alice.PatchAsync(id, ifMatch, "not even json").ProblemAsync(HttpStatusCode.BadRequest, "invalid_precondition");
    }

    [Theory]
    [InlineData("""{"status":"DONE"}""", "invalid_member", "status")]
    [InlineData("""{"status":null}""", "invalid_member", "status")]
    [InlineData("""{"progress":101}""", "invalid_member", "progress")]
    [InlineData("""{"progress":-1}""", "invalid_member", "progress")]
    [InlineData("""{"progress":"50"}""", "invalid_member", "progress")]
    [InlineData("""{"progress":1e400}""", "invalid_member", "progress")]
    [InlineData("""{"progress":null}""", "invalid_member", "progress")]
    [InlineData("""{"title":null}""", "invalid_member", "title")]
    [InlineData("""{"notes":"\u0000"}""", "invalid_member", "notes")]
    [InlineData("""{"version":7}""", "unknown_member", "version")]
    public async Task Patch_OfABadMember_NamesItAndStoresNothing(string patch, string code, string member)
    {
        var id = await _alice.CreateInvestigationAsync();

        var problem = await _alice.PatchAsync(id, "1", patch).ProblemAsync(HttpStatusCode.BadRequest, code);

        Assert.Equal(member, problem.Text("member"));
        Assert.Equal(1, (await HistoryAsync(id)).GetArrayLength());
    }

    [Fact]
    public async Task Patch_OfAnotherMediaType_IsRefused()
    {
        var id = await _alice.CreateInvestigationAsync();
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/investigation-state/{id}") { Content = new StringContent("a=b", null, "text/plain") };
        request.Headers.TryAddWithoutValidation("If-Match", "1");

        await _alice.SendAsync(request, ApiClient.Cancellation).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task History_OfAnInvestigation_IsGaplessNewestFirst()
    {
        var id = await _alice.CreateInvestigationAsync();
        for (var version = 1; version <= 5; version++)
        {
            await _alice.PatchAsync(id, $"{version}", $$"""{"progress":{{version}}}""").OkAsync();
        }

        var all = await HistoryAsync(id);
        Assert.Equal([6, 5, 4, 3, 2, 1], all.EnumerateArray().Select(row => row.Number("version")));
        Assert.Equal(JsonValueKind.Null, all[5].GetProperty("previous_version").ValueKind);
        Assert.Equal("[4,5]", all[0].GetProperty("changes").GetProperty("progress").GetRawText());
        Assert.Equal("alice", all[0].Text("changed_by"));

        var page = await _alice.FetchAsync($"/api/v1/investigation-state/{id}/version-history?limit=2&before=5").OkAsync();
        Assert.Equal([4, 3], page.GetProperty("history").EnumerateArray().Select(row => row.Number("version")));
        Assert.Equal(3, page.Number("next"));
        Assert.True(page.GetProperty("has_more").GetBoolean());

        var last = await _alice.FetchAsync($"/api/v1/investigation-state/{id}/version-history?before=3").OkAsync();
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next").ValueKind);
        Assert.False(last.GetProperty("has_more").GetBoolean());
    }

    [Theory]
    [InlineData("limit=-1")]
    [InlineData("limit=x")]
    [InlineData("before=x")]
    [InlineData("before=-3")]
    public async Task History_OfABadParameter_IsRefused(string query)
    {
        var id = await _alice.CreateInvestigationAsync();

        await _alice.FetchAsync($"/api/v1/investigation-state/{id}/version-history?{query}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");
    }

    [Fact]
    public async Task Version_OfAnInvestigation_IsConditionalLikeTheState()
    {
        var id = await _alice.CreateInvestigationAsync();
        var path = $"/api/v1/investigation-state/{id}/version";

        var response = await _alice.FetchAsync(path);

        var version = await response.JsonAsync();
        Assert.Equal(["investigation_id", "version", "etag", "updated_at", "updated_by"], version.EnumerateObject().Select(m => m.Name));
        Assert.Equal(id, version.Text("investigation_id"));
        Assert.Equal("\"1\"", version.Text("etag"));
        Assert.Equal(HttpStatusCode.NotModified, (await _alice.FetchAsync(path, ("If-None-Match", "\"1\""))).StatusCode);
    }

    [Fact]
    public async Task Patch_Accepted_WritesOneEventOfIt()
    {
        var id = await _alice.CreateInvestigationAsync();
        await _alice.PatchAsync(id, "1", """{"status":"COMPLETED"}""").OkAsync();

        var page = await _alice.FetchAsync($"/api/v1/investigations/{id}/events").OkAsync();

        var e = Assert.Single(page.GetProperty("events").EnumerateArray());
        Assert.Equal("state_changed", e.Text("type"));
        Assert.Equal(2, e.GetProperty("data").Number("version"));
        Assert.Equal("""["CREATED","COMPLETED"]""", e.GetProperty("data").GetProperty("changes").GetProperty("status").GetRawText());
    }

    [Fact]
    public async Task Patch_WithLockingDisabled_NeedsNoVersionAndStillCounts()
    {
        await using var api = new ApiFactory().With("ENABLE_OPTIMISTIC_LOCKING", "false");
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();

        var state = await alice.SendAsync(HttpMethod.Patch, $"/api/v1/investigation-state/{id}", """{"progress":1}""").OkAsync();

        Assert.Equal(2, state.Number("version"));
    }

    [Fact]
    public async Task Patch_WithAnotherHeaderName_TakesTheVersionFromIt()
    {
        await using var api = new ApiFactory().With("VERSION_HEADER_NAME", "X-Resource-Version");
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();

        var problem = await alice.SendAsync(HttpMethod.Patch, $"/api/v1/investigation-state/{id}", "{}")
            .ProblemAsync(HttpStatusCode.PreconditionRequired, "precondition_required");
        Assert.Contains("X-Resource-Version", problem.Text("detail"), StringComparison.Ordinal);

        var patched = await alice.SendAsync(HttpMethod.Patch, $"/api/v1/investigation-state/{id}", """{"progress":1}""", ("X-Resource-Version", "1"));
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
    }

    private async Task<JsonElement> HistoryAsync(string id) =>
        (await _alice.FetchAsync($"/api/v1/investigation-state/{id}/version-history").OkAsync()).GetProperty("history");
}
