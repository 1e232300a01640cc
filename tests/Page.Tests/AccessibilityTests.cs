using System.Text.Json;
using Investigations.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Investigations.Page.Tests;

public class AccessibilityTests(BrowserFixture browser, HostFixture hosts)
{
    private static readonly string Axe = Repository.PathOf("artifacts", "node", "node_modules", "axe-core", "axe.min.js");

    /// <summary>640 is what 1280 is at twice the size, 320 at four times.</summary>
    [Theory]
    [InlineData(ColorScheme.Light, 1280, ForcedColors.None)]
    [InlineData(ColorScheme.Dark, 640, ForcedColors.None)]
    [InlineData(ColorScheme.Dark, 320, ForcedColors.None)]
    [InlineData(ColorScheme.Dark, 1280, ForcedColors.Active)]
    public async Task Page_InEachState_HasNoViolationAndFits(ColorScheme scheme, int width, ForcedColors forced)
    {
        Engine.Require(File.Exists(Axe), "axe-core is not installed: npm install --prefix artifacts/node axe-core.");
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case", "bob");
        await api.AppendAsync(id, new { type = "phase_change", run_id = "r1", data = new { phase = "collecting" } }, new { type = "tool_error", run_id = "r1", data = new { tool = "x" } });
        await using var visitor = await Visitor.ArriveAsync(browser, host, new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
            ForcedColors = forced,
        });
        var start = await visitor.Browser.NewPageAsync();
        await start.GotoAsync(host.Address.ToString());
        await IsAccessibleAsync(start, "the sign-in");
        var home = await visitor.SignInAsync("bob");
        await home.Locator("#investigations a").First.WaitForAsync();
        await IsAccessibleAsync(home, "the list");

        var page = await visitor.OpenAsync(id);
        await page.Locator("#events summary").First.ClickAsync();
        await IsAccessibleAsync(page, "the investigation");
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.getAnimations().length"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.FillAsync("#edit-notes", "mine");
        await api.PatchAsync(id, new { notes = "theirs" });
        await page.Expect("#behind").ToBeVisibleAsync();
        await IsAccessibleAsync(page, "editing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Expect("#conflict").ToBeVisibleAsync();
        await IsAccessibleAsync(page, "the conflict");
    }

    [Fact]
    public async Task Page_WhereSomethingIsAmiss_HasNoViolationAndFits()
    {
        await using var host = await ApiHost.StartAsync(("RATE_LIMIT_MAX_REQUESTS", "40"));
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case", "bob");
        await using var visitor = await Visitor.ArriveAsync(browser, host, new() { ViewportSize = new() { Width = 320, Height = 900 } });
        var page = await visitor.SignInAsync("bob");
        await page.GotoAsync(visitor.AddressOf("nothing"));
        await page.Expect("#missing").ToBeVisibleAsync();
        await IsAccessibleAsync(page, "what is not there");

        await visitor.ForbidStreamsAsync();
        await page.GotoAsync(visitor.AddressOf(id));
        await page.IsConnectedAsync("polling");
        await page.Expect("#no-events").ToHaveTextAsync("None yet.");
        await IsAccessibleAsync(page, "polling an empty one");

        await visitor.Browser.UnrouteAllAsync();
        await api.AppendAsync(id, new { type = "phase_change", run_id = "r1", data = new { phase = "completed" } });
        await page.UseUpTheLimitAsync();
        await IsAccessibleAsync(page, "a block");

        await host.KillAsync();
        await page.IsConnectedAsync("reconnecting");
        await page.Expect("#connection-why").ToContainTextAsync("next try in");
        await IsAccessibleAsync(page, "reconnecting");
    }

    [Fact]
    public async Task Page_ByKeyboardAlone_SignsInOpensAndEdits()
    {
        var host = await hosts.StartAsync();
        using var api = await ApiUser.SignInAsync(host, "keyboard");
        var id = await api.CreateAsync("A case");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        var page = await visitor.Browser.NewPageAsync();
        await page.GotoAsync(host.Address.ToString());

        await TabToAsync(page, "user");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("keyboard");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#investigations a").First.WaitForAsync();
        await TabToAsync(page, null, "A case");
        await page.Keyboard.PressAsync("Enter");
        await page.IsConnectedAsync("live");
        await TabToAsync(page, "edit");
        await page.Keyboard.PressAsync("Enter");
        await page.Expect("#edit-title").ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Renamed");
        await page.Keyboard.PressAsync("Enter");
        await page.Expect("h1#title").ToHaveTextAsync("Renamed");
        await page.Expect("#edit").ToBeFocusedAsync();

        // A conflict too, and the details of an event.
        await page.Keyboard.PressAsync("Enter");
        await page.Expect("#edit-title").ToBeFocusedAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.TypeAsync(" again");
        await api.PatchAsync(id, new { notes = "theirs" });
        await page.Expect("#behind").ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Expect("#conflict").ToBeVisibleAsync();
        await TabToAsync(page, "reapply-mine");
        await page.Keyboard.PressAsync("Enter");
        await page.Expect("h1#title").ToHaveTextAsync("Renamed again");
        await page.Expect("#edit").ToBeFocusedAsync();
        await api.AppendToolsAsync(id, 0, 1);
        await page.HasEventsAsync(1);
        await TabToAsync(page, null, "tool-0");
        await page.Keyboard.PressAsync("Enter");
        await page.Expect("#events pre").ToContainTextAsync("\"tool-0\"");
    }

    private static async Task IsAccessibleAsync(IPage page, string where)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Axe, TestContext.Current.CancellationToken));
        // Where the system forces its colours, they are not the page's to choose.
        var result = await page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: !matchMedia('(forced-colors: active)').matches } } })).violations.map(v => ({ id: v.id, nodes: v.nodes.map(n => `${n.html} ${n.failureSummary}`) }))");
        Assert.True(result.GetArrayLength() == 0, $"{where}: {result}");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{where}: wider than the window.");
    }

    /// <summary>Goes on with the tab key until what is wanted has the focus.</summary>
    private static async Task TabToAsync(IPage page, string? id, string? text = null)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("([id, text]) => id === null ? document.activeElement.matches('a, summary') && document.activeElement.textContent.includes(text) : document.activeElement.id === id", new[] { id, text }))
            {
                return;
            }
        }

        Assert.Fail($"The tab key does not lead to {id ?? text}.");
    }
}
