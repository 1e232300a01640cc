using Investigations.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Investigations.Page.Tests;

public class TabsTests(BrowserFixture browser, HostFixture hosts)
{
    [Fact]
    public async Task TwoTabs_LeaderClosed_TheOtherGoesOnWithoutLossOrRepeat()
    {
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        var (first, second) = await visitor.OpenTwiceAsync("alice", id);

        await api.AppendToolsAsync(id, 0, 3);
        await second.HasEventsAsync(3);
        Assert.Equal(1, visitor.StreamsOpened);

        await first.CloseAsync();
        await api.AppendToolsAsync(id, 3, 3);
        await second.Expect("#tab-count").ToHaveTextAsync("1");
        await second.IsConnectedAsync("live");
        await second.HasEventsAsync(6);
        await second.ShowsWhatTheFeedHasAsync(api, id);
        Assert.Equal(2, visitor.StreamsOpened);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task TwelveTabs_OverHttp11_ShareOneStream()
    {
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        await visitor.SignInAsync("alice");
        var tabs = new List<IPage>();
        for (var i = 0; i < 12; i++)
        {
            tabs.Add(await visitor.OpenAsync(id));
        }

        await api.AppendToolsAsync(id, 0, 7);
        await api.PatchAsync(id, new { title = "Renamed" });
        foreach (var tab in tabs)
        {
            await tab.HasEventsAsync(7);
            await tab.Expect("h1#title").ToHaveTextAsync("Renamed");
            await tab.Expect("#tab-count").ToHaveTextAsync("12");
        }

        Assert.Equal(1, visitor.StreamsOpened);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task SignOut_InOneTab_EndsTheOthers()
    {
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        var (first, second) = await visitor.OpenTwiceAsync("alice", id);

        await first.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await first.Expect("#sign-in").ToBeVisibleAsync();
        await second.Expect("#sign-in").ToBeVisibleAsync();
        await second.IsConnectedAsync("idle");
    }
}
