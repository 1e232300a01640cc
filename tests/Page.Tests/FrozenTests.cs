using Investigations.Page.Tests.Hosting;

namespace Investigations.Page.Tests;

/// <summary>Tabs that the browser freezes, and browsers that refuse what tabs find each other by.</summary>
public class FrozenTests(BrowserFixture browser, HostFixture hosts)
{
    /// <summary>The browser's own words to the page; what a frozen tab can't do any more is tested with the client module.</summary>
    [Fact]
    public async Task Leader_ToldThatItFreezes_GivesTheLeadAwayAndStandsAgainWhenItThaws()
    {
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        var (first, second) = await visitor.OpenTwiceAsync("alice", id);

        await first.EvaluateAsync("() => document.dispatchEvent(new Event('freeze'))");
        await second.Expect("#tab-text").ToContainTextAsync("this one follows for all");
        await api.AppendToolsAsync(id, 0, 3);
        await second.HasEventsAsync(3);

        await first.EvaluateAsync("() => document.dispatchEvent(new Event('resume'))");
        await first.Expect("#tab-text").ToContainTextAsync("another one follows");
        await api.AppendToolsAsync(id, 3, 2);
        foreach (var page in new[] { first, second })
        {
            await page.HasEventsAsync(5);
            await page.ShowsWhatTheFeedHasAsync(api, id);
        }
    }

    [Theory]
    [InlineData("delete Navigator.prototype.locks")]
    [InlineData("delete globalThis.BroadcastChannel")]
    [InlineData("LockManager.prototype.request = () => Promise.reject(new DOMException('denied', 'SecurityError'))")]
    [InlineData("Storage.prototype.setItem = Storage.prototype.getItem = Storage.prototype.removeItem = () => { throw new DOMException('denied', 'SecurityError'); }; delete globalThis.BroadcastChannel")]
    public async Task Browser_ThatRefusesWhatTabsShare_IsSignedInAndPolls(string refusal)
    {
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case that is polled");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        await visitor.Browser.AddInitScriptAsync(refusal);
        var page = await visitor.SignInAsync("alice");
        await page.Locator("#investigations a", new() { HasTextString = "A case that is polled" }).First.ClickAsync();
        await page.IsConnectedAsync("polling");

        await api.AppendToolsAsync(id, 0, 3);

        await page.HasEventsAsync(3);
        Assert.Equal(0, visitor.StreamsOpened);
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.Expect("#sign-in").ToBeVisibleAsync();
    }
}
