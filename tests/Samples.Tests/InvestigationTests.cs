using System.Net;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class InvestigationTests : IDisposable
{
    private const string List = "/api/v1/investigations";
    private readonly ApiFactory _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Create_OfATitle_AnswersTheNewState()
    {
        var response = await _api.As("alice").PostAsync(List, """{"title":"Ring","members":["bob"]}""");

        var state = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/api/v1/investigation-state/{state.Text("id")}", response.Headers.Location?.OriginalString);
        Assert.Equal("\"1\"", response.ETag());
        Assert.Equal(
            ["id", "title", "status", "phase", "progress", "assignee", "notes", "version", "created_at", "updated_at", "updated_by", "members"],
            state.EnumerateObject().Select(m => m.Name));
        Assert.Equal("CREATED", state.Text("status"));
        Assert.Equal(JsonValueKind.Null, state.GetProperty("phase").ValueKind);
        Assert.Equal(0, state.Number("progress"));
        Assert.Equal(1, state.Number("version"));
        Assert.Equal("alice", state.Text("updated_by"));
        Assert.Equal("bob", Assert.Single(state.GetProperty("members").EnumerateArray()).GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", state.Text("created_at"));
    }

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("{", "invalid_json")]
    [InlineData("[]", "invalid_json")]
    [InlineData("null", "invalid_json")]
    [InlineData("""{"title":"a","title":"b"}""", "invalid_json")]
    [InlineData("""{"title":"\ud800"}""", "invalid_json")]
    [InlineData("""{"title":"a",}""", "invalid_json")]
    [InlineData("""{}""", "invalid_member")]
    [InlineData("""{"title":null}""", "invalid_member")]
    [InlineData("""{"title":3}""", "invalid_member")]
    [InlineData("""{"title":""}""", "invalid_member")]
    [InlineData("""{"title":"a\u0000b"}""", "invalid_member")]
    [InlineData("""{"title":"a","members":"bob"}""", "invalid_member")]
    [InlineData("""{"title":"a","members":[""]}""", "invalid_member")]
    [InlineData("""{"title":"a","members":[1]}""", "invalid_member")]
    [InlineData("""{"title":"a","owner":"bob"}""", "unknown_member")]
    public async Task Create_OfABadBody_IsRefusedAndStoresNothing(string body, string code)
    {
        var alice = _api.As("alice");

        await alice.PostAsync(List, body).ProblemAsync(HttpStatusCode.BadRequest, code);

        Assert.Equal(0, (await alice.FetchAsync(List).OkAsync()).GetProperty("investigations").GetArrayLength());
    }

    [Fact]
    public async Task List_OfAUser_IsTheirsNewestFirstPageByPage()
    {
        var alice = _api.As("alice");
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add(await alice.CreateInvestigationAsync($"Case {i}", i % 2 == 0 ? ["bob"] : []));
        }

        await _api.As("carol").CreateInvestigationAsync("Another's");

        Assert.Equal(Enumerable.Reverse(ids), await PagesAsync(alice, 3));
        Assert.Equal(Enumerable.Reverse(ids.Where((_, i) => i % 2 == 0)), await PagesAsync(_api.As("bob"), 2));
        Assert.Empty(await PagesAsync(_api.As("dave"), 10));
        Assert.Equal(8, (await PagesAsync(_api.As("root", "admin"), 100)).Count);
    }

    [Theory]
    [InlineData("limit=-1", "invalid_parameter")]
    [InlineData("limit=x", "invalid_parameter")]
    [InlineData("limit=1.5", "invalid_parameter")]
    [InlineData("limit=", "invalid_parameter")]
    [InlineData("limit=1&limit=2", "invalid_parameter")]
    [InlineData("cursor=x", "invalid_cursor")]
    [InlineData("cursor=", "invalid_cursor")]
    [InlineData("cursor=bDEuLTE", "invalid_cursor")]
    [InlineData("cursor=a&cursor=b", "invalid_parameter")]
    public Task List_OfABadParameter_IsRefused(string query, string code) =>
        _api.As("alice").FetchAsync($"{List}?{query}").ProblemAsync(HttpStatusCode.BadRequest, code);

    [Theory]
    [InlineData("0")]
    [InlineData("5000")]
    [InlineData("99999999999999999999999999999999999999999999999999999999999999999999")]
    public async Task List_OfALimitOutOfRange_IsServed(string limit) =>
        Assert.Equal(HttpStatusCode.OK, (await _api.As("alice").FetchAsync($"{List}?limit={limit}")).StatusCode);

    [Fact]
    public async Task Investigation_OfAnother_DoesNotExistForStrangers()
    {
        var id = await _api.As("alice").CreateInvestigationAsync("Secret", "bob");

        foreach (var path in new[] { $"/api/v1/investigation-state/{id}", $"/api/v1/investigations/{id}/events", $"/api/v1/investigations/{id}/runs/_all/stream" })
        {
            await _api.As("mallory").FetchAsync(path).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        }

        await _api.As("mallory").SendAsync(HttpMethod.Patch, $"/api/v1/investigation-state/{id}", "{}").ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await _api.As("mallory").PatchAsync(id, "not a tag", "{}").ProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.OK, (await _api.As("bob").FetchAsync($"/api/v1/investigation-state/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _api.As("root", "admin").FetchAsync($"/api/v1/investigation-state/{id}")).StatusCode);
    }

    [Fact]
    public async Task Run_OfAnInvestigation_OpensWithAPhaseChange()
    {
        var alice = _api.As("alice");
        var id = await alice.CreateInvestigationAsync();

        var response = await alice.PostAsync($"/api/v1/investigations/{id}/runs", """{"name":"nightly"}""");

        var run = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(id, run.Text("investigation_id"));
        var page = await alice.FetchAsync($"/api/v1/investigations/{id}/events").OkAsync();
        var opened = Assert.Single(page.GetProperty("events").EnumerateArray());
        Assert.Equal("phase_change", opened.Text("type"));
        Assert.Equal(run.Text("run_id"), opened.Text("run_id"));
    }

    [Theory]
    [InlineData("""{"name":3}""", "invalid_member")]
    [InlineData("""{"title":"x"}""", "unknown_member")]
    public async Task Run_OfABadBody_IsRefused(string body, string code)
    {
        var alice = _api.As("alice");
        var id = await alice.CreateInvestigationAsync();

        await alice.PostAsync($"/api/v1/investigations/{id}/runs", body).ProblemAsync(HttpStatusCode.BadRequest, code);
    }

    private static async Task<List<string>> PagesAsync(HttpClient client, int limit)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.FetchAsync($"{List}?limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}").OkAsync();
            var items = page.GetProperty("investigations").EnumerateArray().Select(i => i.Text("id")!).ToList();
            Assert.InRange(items.Count, 0, limit);
            ids.AddRange(items);
            cursor = page.Text("next");
            Assert.Equal(cursor is not null, page.GetProperty("has_more").GetBoolean());
        }
        while (cursor is not null);

        return ids;
    }
}
