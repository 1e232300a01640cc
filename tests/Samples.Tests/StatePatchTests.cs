using System.Net;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class StatePatchTests() : AlicesCase(new ApiFactory().OnSocket())
{
    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"7\", \"1\"")]
    [InlineData("*")]
    public async Task Patch_OfTheCurrentVersion_IsCommitted(string ifMatch)
    {
        var response = await Alice.PatchAsync(Id, ifMatch, """{"status":"IN_PROGRESS","progress":10,"assignee":"bob","phase":"x","notes":"a\nb"}""");

        var state = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"2\"", response.ETag());
        Assert.Equal(2, state.Number("version"));
        Assert.Equal("IN_PROGRESS", state.Text("status"));
        Assert.Equal("bob", state.Text("assignee"));
        Assert.Equal("a\nb", state.Text("notes"));
        Assert.Equal(state.ToString(), (await Alice.FetchAsync($"/api/v1/investigation-state/{Id}").OkAsync()).ToString());
    }

    [Fact]
    public async Task Patch_OfNull_ClearsTheMember()
    {
        await Alice.PatchAsync(Id, "1", """{"assignee":"bob"}""").OkAsync();

        var state = await Alice.PatchAsync(Id, "2", """{"assignee":null}""").OkAsync();

        Assert.Equal(JsonValueKind.Null, state.GetProperty("assignee").ValueKind);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":"CREATED","progress":0,"assignee":null}""")]
    public async Task Patch_ThatChangesNothing_KeepsTheVersion(string patch)
    {
        var response = await Alice.PatchAsync(Id, "1", patch);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"1\"", response.ETag());
        Assert.Equal(1, (await HistoryAsync()).GetArrayLength());
        Assert.Equal(0, (await Alice.FetchAsync($"/api/v1/investigations/{Id}/events").OkAsync()).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Patch_OfAnotherVersion_ConflictsAndTellsBoth()
    {
        await Alice.PatchAsync(Id, "1", """{"title":"new"}""").OkAsync();

        var response = await Alice.PatchAsync(Id, "\"1\"", """{"title":"late"}""");

        var problem = await response.ProblemAsync(HttpStatusCode.Conflict, "version_conflict");
        Assert.Equal(2, problem.Number("current_version"));
        Assert.Equal(1, problem.Number("submitted_version"));
        Assert.Equal("\"2\"", response.ETag());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("new", (await Alice.FetchAsync($"/api/v1/investigation-state/{Id}").OkAsync()).Text("title"));
    }

    [Fact]
    public async Task Patch_OfATagThatIsNoVersion_ConflictsWithItsText()
    {
        var text = await Alice.PatchAsync(Id, "\"abc\"", "{}").ProblemAsync(HttpStatusCode.Conflict, "version_conflict");
        var list = await Alice.PatchAsync(Id, "\"7\", \"8\"", "{}").ProblemAsync(HttpStatusCode.Conflict, "version_conflict");

        Assert.Equal("abc", text.Text("submitted_version"));
        Assert.Equal("[7,8]", list.GetProperty("submitted_version").GetRawText().Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Patch_WithoutAVersion_IsRefusedWithAnExample()
    {
        var problem = await Alice.SendAsync(HttpMethod.Patch, $"/api/v1/investigation-state/{Id}", "{}")
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
        await Alice.PatchAsync(Id, ifMatch, "not even json").ProblemAsync(HttpStatusCode.BadRequest, "invalid_precondition");
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
        var problem = await Alice.PatchAsync(Id, "1", patch).ProblemAsync(HttpStatusCode.BadRequest, code);

        Assert.Equal(member, problem.Text("member"));
        Assert.Equal(1, (await HistoryAsync()).GetArrayLength());
    }

    [Fact]
    public async Task Patch_OfAnotherMediaType_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/investigation-state/{Id}") { Content = new StringContent("a=b", null, "text/plain") };
        request.Headers.TryAddWithoutValidation("If-Match", "1");

        await Alice.SendAsync(request, ApiClient.Cancellation).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task Patch_Accepted_WritesOneEventOfIt()
    {
        await Alice.PatchAsync(Id, "1", """{"status":"COMPLETED"}""").OkAsync();

        var page = await Alice.FetchAsync($"/api/v1/investigations/{Id}/events").OkAsync();

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
}
