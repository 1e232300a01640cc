using Investigations.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Investigations.Page.Tests;

public class LiveTests(BrowserFixture browser, HostFixture hosts)
{
    [Fact]
    public async Task Page_AnotherUserActs_ShowsItAtOnce()
    {
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case that is watched", "bob");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        var page = await visitor.SignInAsync("bob");
        await page.GetByRole(AriaRole.Link, new() { Name = "A case that is watched" }).ClickAsync();
        await page.IsConnectedAsync("live");

        await api.AppendAsync(id, new { type = "phase_change", run_id = "r1", data = new { phase = "collecting" } }, new { type = "tool_error", run_id = "r1", data = new { tool = "ip_reputation" } });
        await api.PatchAsync(id, new { title = "A solved case", progress = 40, status = "IN_PROGRESS" });

        await page.Expect("#events > li").ToHaveCountAsync(2);
        await page.Expect("#events > li:first-child").ToContainTextAsync("ip_reputation");
        await page.Expect("#picture-text").ToContainTextAsync("1 phase, 0 tools completed, 1 error");
        await page.Expect("h1#title").ToHaveTextAsync("A solved case");
        await page.Expect("#state-progress-text").ToHaveTextAsync("40 %");
        await page.Expect("#version").ToHaveTextAsync("If-Match: \"2\"");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Data_WithMarkup_IsShownAsText()
    {
        const string Markup = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync(Markup);
        await api.AppendAsync(id,
            new { type = "phase_change", run_id = "r1", data = new { phase = Markup, name = Markup } },
            new { type = "tool_complete", run_id = "r1", data = new { tool = Markup } });
        await api.PatchAsync(id, new { notes = Markup, assignee = Markup });
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        await visitor.SignInAsync("alice");
        var page = await visitor.OpenAsync(id);

        await page.Expect("h1#title").ToHaveTextAsync(Markup);
        await page.Expect("#state-notes").ToHaveTextAsync(Markup);
        await page.Locator("#events summary").First.ClickAsync();
        await page.Expect("#events pre >> nth=0").ToContainTextAsync("<img src=x");
        Assert.Equal(0, await page.Locator("main img, #events script").CountAsync());
        Assert.StartsWith(Markup, await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(visitor.Complaints);
    }
}
