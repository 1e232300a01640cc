using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Investigations.Page.Tests.Hosting;

namespace Investigations.Page.Tests;

/// <summary>What a browser asks for to show the page, and why.</summary>
public partial class LoadTests(BrowserFixture browser, HostFixture hosts)
{
    [Fact]
    public async Task Page_Loading_AsksForWhatItsHtmlNamesOnceAndForNothingElse()
    {
        var host = await hosts.StartAsync();
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        var page = await visitor.Browser.NewPageAsync();
        var requests = new ConcurrentQueue<(string Url, string Initiator, string? By)>();
        var bytes = 0.0;
        var network = await visitor.Browser.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        network.Event("Network.requestWillBeSent").OnEvent += (_, sent) => requests.Enqueue(Describe(sent!.Value));
        network.Event("Network.loadingFinished").OnEvent += (_, done) => bytes += done!.Value.GetProperty("encodedDataLength").GetDouble();

        var answer = await page.GotoAsync(host.Address.ToString(), new() { WaitUntil = Microsoft.Playwright.WaitUntilState.NetworkIdle });
        await page.Locator("#sign-in").WaitForAsync();

        // One round trip deep: the HTML alone starts requests, each resource once, and no script, style or font asks for more.
        var html = host.Address.ToString();
        var named = Resources().Matches(await answer!.TextAsync()).Select(match => new Uri(host.Address, match.Groups[1].Value).ToString());
        Assert.Equal(html, requests.First().Url);
        var rest = requests.Skip(1).Where(request => !request.Url.EndsWith("/favicon.svg", StringComparison.Ordinal)).ToList();
        Assert.All(rest, request => Assert.Equal(("parser", html), (request.Initiator, request.By)));
        Assert.Equal(named.Order(), rest.Select(request => request.Url).Order());
        Assert.InRange(bytes, 1, 200_000);
        Assert.Empty(visitor.Complaints);
    }

    private static (string Url, string Initiator, string? By) Describe(JsonElement sent)
    {
        var initiator = sent.GetProperty("initiator");
        return (sent.GetProperty("request").GetProperty("url").GetString()!, initiator.GetProperty("type").GetString()!,
            initiator.TryGetProperty("url", out var by) ? by.GetString() : null);
    }

    [GeneratedRegex("""(?:rel="(?:stylesheet|modulepreload)" href|<script type="module" src)="([^"]+)""")]
    private static partial Regex Resources();
}
