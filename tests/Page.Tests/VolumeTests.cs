using System.Globalization;
using Investigations.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Investigations.Page.Tests;

/// <summary>Runs of many events, and of large ones. Where the real clock is asked, the bound is generous.</summary>
public class VolumeTests(BrowserFixture browser, HostFixture hosts)
{
    private const int LongestTask = 2_000;
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Run_OfTenThousandEvents_StaysResponsive()
    {
        const int Events = 10_000;
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A long one");
        for (var from = 0; from < Events; from += 1000)
        {
            await api.AppendToolsAsync(id, from, 1000);
        }

        await using var visitor = await ArriveAsync(host);
        var page = await visitor.OpenAsync(id);
        await page.HasEventsAsync(Events);

        Assert.Equal(100, await page.Locator("#events > li").CountAsync());
        Assert.InRange(await page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"), 1, 2_500);
        await page.Expect("#events > li:first-child").ToContainTextAsync("tool-9999");
        await page.GetByRole(AriaRole.Button, new() { Name = "Older" }).ClickAsync();
        await page.Expect("#events > li:first-child").ToContainTextAsync("tool-9899");
        await page.GetByRole(AriaRole.Button, new() { Name = "Newest" }).ClickAsync();
        for (var i = 0; i < 10; i++)
        {
            await api.AppendToolsAsync(id, Events + (i * 10), 10);
        }

        await page.HasEventsAsync(Events + 100);
        Assert.InRange(await LongestTaskAsync(page), 0, LongestTask);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Run_OfLargeEvents_IsKeptInOutlineAndReadAgainOnDemand()
    {
        const int Events = 240;
        const int Batch = 8;
        const int Size = 100_000;
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A heavy one");
        for (var from = 0; from < Events; from += Batch)
        {
            await api.AppendAsync(id, [.. Enumerable.Range(from, Batch).Select(i => new { type = "tool_complete", run_id = "r1", data = new { tool = $"tool-{i}", text = new string((char)('a' + (i % 26)), Size) } })]);
        }

        await using var visitor = await ArriveAsync(host);
        var page = await visitor.OpenAsync(id);
        await page.HasEventsAsync(Events);

        Assert.InRange(await HeapAsync(visitor, page), 1, 12 * Megabyte);
        Assert.InRange(await LongestTaskAsync(page), 0, LongestTask);

        // The oldest that is on the page: it was read from the feed's pages, and is read again now.
        var row = page.Locator("#events > li").Last;
        await row.Locator("summary").ClickAsync();
        await Assertions.Expect(row.Locator("button")).ToBeVisibleAsync();
        Assert.InRange((await row.Locator("pre").TextContentAsync())!.Length, 1_000, 21_000);
        await row.Locator("button").ClickAsync();
        Assert.InRange((await row.Locator("pre").TextContentAsync())!.Length, Size, Size + 1_000);
        await row.Locator("summary").ClickAsync();
        await Assertions.Expect(row.Locator("pre")).ToHaveTextAsync("");

        // What arrives by stream is treated alike.
        await api.AppendAsync(id, new { type = "note", run_id = "r1", data = new { text = new string('z', Size) } });
        await page.HasEventsAsync(Events + 1);
        await page.Locator("#events summary").First.ClickAsync();
        await Assertions.Expect(page.Locator("#events pre").First).ToContainTextAsync("zzzz");
        Assert.Empty(visitor.Complaints);
    }

    private async Task<Visitor> ArriveAsync(ApiHost host)
    {
        var visitor = await Visitor.ArriveAsync(browser, host);
        await visitor.Browser.AddInitScriptAsync("globalThis.tasks = [0]; new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration))).observe({ type: 'longtask', buffered: true });");
        await visitor.SignInAsync("alice");
        return visitor;
    }

    /// <summary>The longest that the page did not answer a person, in milliseconds.</summary>
    private static async Task<double> LongestTaskAsync(IPage page)
    {
        var longest = await page.EvaluateAsync<double>("() => Math.max(...tasks)");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"longest task: {longest} ms"));
        return longest;
    }

    /// <summary>What the page's scripts hold on to, in bytes.</summary>
    private static async Task<double> HeapAsync(Visitor visitor, IPage page)
    {
        var session = await visitor.Browser.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.enable");
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        var used = usage!.Value.GetProperty("usedSize").GetDouble();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heap: {used / Megabyte:N1} MB"));
        return used;
    }
}
