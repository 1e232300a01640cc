using Investigations.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Investigations.Page.Tests;

public class SecurityTests(BrowserFixture browser, HostFixture hosts)
{
    [Fact]
    public async Task Page_Used_KeepsItsPolicyAndAsksNobodyElse()
    {
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        var start = await visitor.Browser.NewPageAsync();
        var answer = await start.GotoAsync(host.Address.ToString());
        var policy = await answer!.HeaderValueAsync("Content-Security-Policy");
        await visitor.SignInAsync("alice");
        var page = await visitor.OpenAsync(id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Measure page reads" }).ClickAsync();
        await page.Expect("#measured").ToContainTextAsync("median");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start a run" }).ClickAsync();
        await page.Expect("#events > li").ToHaveCountAsync(1);

        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Empty(visitor.Complaints);
        Assert.All(visitor.Requests, url => Assert.StartsWith(host.Address.ToString(), url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Token_AfterSigningIn_IsOutOfReachOfScripts()
    {
        var host = await hosts.StartAsync();
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        var page = await visitor.SignInAsync("alice");

        var reachable = await page.EvaluateAsync<string>("() => document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })");
        Assert.DoesNotContain("eyJ", reachable, StringComparison.Ordinal);
        var cookie = Assert.Single(await visitor.Browser.CookiesAsync());
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
    }

    [Fact]
    public async Task Investigation_OfSomebodyElse_IsExplained()
    {
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("Behind closed doors");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        var page = await visitor.SignInAsync("mallory");
        await page.GotoAsync(visitor.AddressOf(id));

        await page.Expect("#missing").ToContainTextAsync("no access");
        Assert.DoesNotContain("Behind closed doors", await page.ContentAsync(), StringComparison.Ordinal);
    }
}
