using Investigations.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Investigations.Page.Tests;

public class ConflictTests(BrowserFixture browser, HostFixture hosts)
{
    [Fact]
    public async Task Conflict_TakeTheirs_KeepsTheirs()
    {
        await using var scene = await SceneAsync();
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Take theirs" }).ClickAsync();

        await scene.Page.Expect("#conflict").ToBeHiddenAsync();
        await scene.Page.Expect("#state-view").ToBeVisibleAsync();
        await scene.Page.Expect("#state-notes").ToHaveTextAsync("theirs");
        Assert.Equal(2, (await scene.Api.StateAsync(scene.Id)).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Conflict_ReapplyMine_KeepsMineAndWhatOnlyTheyChanged()
    {
        await using var scene = await SceneAsync();
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Reapply mine" }).ClickAsync();

        await scene.Page.Expect("#conflict").ToBeHiddenAsync();
        await scene.Page.Expect("#state-notes").ToHaveTextAsync("mine");
        var state = await scene.Api.StateAsync(scene.Id);
        Assert.Equal(3, state.GetProperty("version").GetInt32());
        Assert.Equal("mine", state.GetProperty("notes").GetString());
        Assert.Equal(70, state.GetProperty("progress").GetInt32());
    }

    [Fact]
    public async Task Conflict_EscapePressed_GoesOnEditing()
    {
        await using var scene = await SceneAsync();
        await scene.Page.Keyboard.PressAsync("Escape");

        await scene.Page.Expect("#conflict").ToBeHiddenAsync();
        await scene.Page.Expect("#edit-notes").ToHaveValueAsync("mine");
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Bring it in" }).ClickAsync();
        await scene.Page.Expect("#edit-progress").ToHaveValueAsync("70");
        await scene.Page.Expect("#edit-notes").ToHaveValueAsync("mine");
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await scene.Page.Expect("#state-notes").ToHaveTextAsync("mine");
        Assert.Equal(3, (await scene.Api.StateAsync(scene.Id)).GetProperty("version").GetInt32());
    }

    /// <summary>Somebody edits; somebody else saves first; both versions are on the screen.</summary>
    private async Task<Scene> SceneAsync()
    {
        var host = await hosts.StartAsync();
        var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case", "bob");
        var visitor = await Visitor.ArriveAsync(browser, host);
        await visitor.SignInAsync("bob");
        var page = await visitor.OpenAsync(id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.FillAsync("#edit-notes", "mine");

        await api.PatchAsync(id, new { notes = "theirs", progress = 70 });
        await page.Expect("#behind-text").ToContainTextAsync("alice saved version 2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await page.Expect("#conflict").ToBeVisibleAsync();
        await page.Expect("#conflict-rows tr[data-member=notes]").ToContainTextAsync("mine");
        await page.Expect("#conflict-rows tr[data-member=notes]").ToContainTextAsync("theirs");
        await page.Expect("#conflict-rows tr[data-member=progress]").ToContainTextAsync("they changed it");
        return new(api, visitor, page, id);
    }

    private sealed record Scene(ApiUser Api, Visitor Visitor, IPage Page, string Id) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Visitor.DisposeAsync();
            Api.Dispose();
        }
    }
}
