using Investigations.Page.Tests.Hosting;

namespace Investigations.Page.Tests;

public class ReconnectTests(BrowserFixture browser)
{
    [Fact]
    public async Task Server_KilledAndStartedAgain_NothingIsLostOrRepeated()
    {
        await using var host = await ApiHost.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case");
        await api.AppendToolsAsync(id, 0, 5);
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        await visitor.SignInAsync("alice");
        var page = await visitor.OpenAsync(id);
        await page.HasEventsAsync(5);

        for (var round = 1; round <= 2; round++)
        {
            await host.KillAsync();
            await page.IsConnectedAsync("reconnecting");
            await host.StartAsync();
            await api.AppendToolsAsync(id, round * 5, 5);
            await page.IsConnectedAsync("live");
            await page.HasEventsAsync((round * 5) + 5);
        }

        await page.ShowsWhatTheFeedHasAsync(api, id);
    }

    [Fact]
    public async Task Stream_Forbidden_IsReplacedByPollsAndComesBack()
    {
        await using var host = await ApiHost.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        await visitor.SignInAsync("alice");
        await visitor.ForbidStreamsAsync();
        var page = await visitor.Browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(visitor.AddressOf(id));
        await page.IsConnectedAsync("polling");

        await api.AppendToolsAsync(id, 0, 3);
        await page.HasEventsAsync(3);
        await page.Expect("#following-text").ToContainTextAsync("long polls");

        // The stream is tried again after half a minute, once the long poll that waits is answered: the page's clock is set forward.
        await visitor.Browser.UnrouteAllAsync();
        await page.Clock.FastForwardAsync("01:00");
        await api.AppendToolsAsync(id, 3, 1);
        await page.IsConnectedAsync("live");
        await api.AppendToolsAsync(id, 4, 2);
        await page.HasEventsAsync(6);

        await page.ShowsWhatTheFeedHasAsync(api, id);
    }

    [Fact]
    public async Task Network_LostAndFoundAgain_NothingIsLost()
    {
        await using var host = await ApiHost.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        await visitor.SignInAsync("alice");
        var page = await visitor.OpenAsync(id);

        await visitor.Browser.SetOfflineAsync(true);
        await host.KillAsync();
        await page.IsConnectedAsync("offline");
        await host.StartAsync();
        await api.AppendToolsAsync(id, 0, 3);
        await visitor.Browser.SetOfflineAsync(false);

        await page.IsConnectedAsync("live");
        await page.HasEventsAsync(3);
    }
}
