using Microsoft.AspNetCore.Builder;

namespace Investigations.Concurrency.Tests;

public sealed class VersionCommitTests
{
    [Fact]
    public async Task Commit_WithoutValue_IsAnswered204WithItsTag()
    {
        await using var app = await TestApp.StartAsync(a => a.MapPatch("/x", () => VersionCommit.Committed(4)));

        var response = await app.SendAsync("PATCH", "/x");

        Assert.Equal((204, "\"4\"", ""), (response.Status, response["ETag"], response.Body));
    }

    [Fact]
    public async Task Commit_NotFound_IsAProblem()
    {
        await using var app = await TestApp.StartAsync(a => a.MapPatch("/x", VersionCommit<string> () => VersionCommit.NotFound));

        var response = await app.SendAsync("PATCH", "/x");

        Assert.Equal((404, "not_found", "application/problem+json"), (response.Status, response.Code, response["Content-Type"]));
    }

    [Fact]
    public async Task Commit_ConflictWithTheVersionFromBeforeTheRace_IsReadAnew()
    {
        await using var app = await DocumentApi.StartAsync(map: g => g.MapPost("/{id}/stale", (string id, ExpectedVersion expected, Documents store) =>
        {
            store[id] = new(id, "theirs", 4);
            return VersionCommit.Conflict(3);
        }));

        var response = await app.SendAsync("POST", "/documents/1/stale", "If-Match: 3");

        Assert.Equal((409, "\"4\"", 4), (response.Status, response["ETag"], response.Json.GetProperty("current_version").GetInt64()));
    }

    [Fact]
    public async Task Commit_ConflictWithoutVersion_IsReadFromTheSource()
    {
        await using var app = await DocumentApi.StartAsync(map: g => g.MapPost("/{id}/unknown", (ExpectedVersion expected) => VersionCommit.Conflict(null)));

        var response = await app.SendAsync("POST", "/documents/1/unknown", "If-Match: 3");

        Assert.Equal((409, 3), (response.Status, response.Json.GetProperty("current_version").GetInt64()));
    }

    [Fact]
    public async Task Commit_Select_ChangesOnlyTheValue()
    {
        await using var app = await TestApp.StartAsync(a => a.MapPatch("/x", () => VersionCommit.Committed(4, 21).Select(number => $"{number * 2}")));

        var response = await app.SendAsync("PATCH", "/x");

        Assert.Equal((200, "\"4\"", "\"42\""), (response.Status, response["ETag"], response.Body));
        Assert.Equal(VersionOutcome.Conflict, ((VersionCommit<int>)VersionCommit.Conflict(3)).Select(number => "never").Outcome);
    }
}
