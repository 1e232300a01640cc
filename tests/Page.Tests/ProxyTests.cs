using Investigations.Page.Tests.Hosting;

namespace Investigations.Page.Tests;

/// <summary>The page behind an nginx that has something against streams, until it is set up otherwise.</summary>
public class ProxyTests(BrowserFixture browser, HostFixture hosts)
{
    private const string Allowed = "proxy_buffering off; proxy_read_timeout 1h;";

    [Theory]
    [InlineData("return 403;", "", "long polls")]
    [InlineData("error_page 502 @gone; return 502;", "", "long polls")]
    [InlineData("proxy_http_version 1.0; proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;", "", "long polls")]
    [InlineData("return 403;", "if ($arg_wait) { return 403; }", "every few seconds")]
    public async Task Stream_ThatAProxyDoesNotPassOn_IsReplacedWithTheSameCursorAndComesBack(string toStreams, string toPages, string shown)
    {
        var host = await hosts.StartAsync();
        var port = Loopback.FreePort();
        await using var nginx = await NginxServer.StartAsync(
            port, $$"""server { listen 127.0.0.1:{{port}}; location @gone { return 502 "<h1>Bad gateway</h1>"; } include site.conf; }""",
            ("site.conf", Site(host.Address, toStreams, toPages)));
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case");
        await api.AppendToolsAsync(id, 0, 2);
        await using var visitor = await Visitor.ArriveAsync(browser, new Uri($"http://127.0.0.1:{port}"));
        await visitor.SignInAsync("alice");
        var page = await visitor.Browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(visitor.AddressOf(id));
        await page.Expect("#following-text").ToContainTextAsync(shown);
        await page.IsConnectedAsync("polling");

        await api.AppendToolsAsync(id, 2, 3);
        await page.HasEventsAsync(5);

        // The stream is tried again after half a minute, and not sooner than the long poll that waits is answered: the page's clock is set forward.
        await nginx.ReloadAsync("site.conf", Site(host.Address, Allowed, ""));
        await page.Clock.FastForwardAsync("01:00");
        await api.AppendToolsAsync(id, 5, 1);
        await page.IsConnectedAsync("live");
        await api.AppendToolsAsync(id, 6, 2);
        await page.HasEventsAsync(8);

        await page.ShowsWhatTheFeedHasAsync(api, id);
        Assert.All(visitor.Requests.Where(url => url.Contains("wait=", StringComparison.Ordinal)), url => Assert.Contains("cursor=", url, StringComparison.Ordinal));
    }

    private static string Site(Uri host, string toStreams, string toPages) =>
        $$"""
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Connection "";
        location ~ /stream$ { {{toStreams}} proxy_pass {{host.ToString().TrimEnd('/')}}; }
        location ~ /events$ { {{toPages}} proxy_pass {{host.ToString().TrimEnd('/')}}; }
        location / { proxy_pass {{host.ToString().TrimEnd('/')}}; }
        """;
}
