using Investigations.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Investigations.Page.Tests;

/// <summary>Makes the pictures of the documentation, where <c>INVESTIGATIONS_SCREENSHOTS=1</c> asks for them.</summary>
public class ScreenshotTests(BrowserFixture browser)
{
    private static readonly string Folder = Repository.PathOf("docs", "images");

    [Fact]
    public async Task Page_InItsMainStates_IsPictured()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("INVESTIGATIONS_SCREENSHOTS") == "1", "No screenshots were asked for: INVESTIGATIONS_SCREENSHOTS=1.");
        await using var host = await ApiHost.StartAsync(("RATE_LIMIT_MAX_REQUESTS", "60"));
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A card-testing ring", "demo");
        await RunAsync(api, id);

        await using var visitor = await Visitor.ArriveAsync(browser, host, Size(1200, 900, ColorScheme.Light));
        await visitor.SignInAsync("demo");
        var page = await visitor.OpenAsync(id);
        var second = await visitor.OpenAsync(id);
        await page.Expect("#tab-count").ToHaveTextAsync("2");
        await PictureAsync(page, "live.png");

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.FillAsync("#edit-notes", "Freeze the five merchants.");
        await page.FillAsync("#edit-assignee", "demo");
        await api.PatchAsync(id, new { notes = "Ask the acquirer first.", progress = 70 });
        await page.Expect("#behind").ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Expect("#conflict").ToBeVisibleAsync();
        await PictureAsync(page, "conflict.png");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reapply mine" }).ClickAsync();
        await page.Expect("#conflict").ToBeHiddenAsync();

        await page.UseUpTheLimitAsync();
        await page.Locator("section[aria-labelledby=limits-title]").ScreenshotAsync(new() { Path = Path.Combine(Folder, "limits.png") });
        await second.CloseAsync();

        await using var phone = await Visitor.ArriveAsync(browser, host, Size(390, 700, ColorScheme.Dark));
        await phone.ForbidStreamsAsync();
        await phone.SignInAsync("alice");
        var polling = await phone.OpenAsync(id, "polling");
        await polling.Expect("#connection-why").ToContainTextAsync("tried again in");
        await PictureAsync(polling, "polling-phone-dark.png");
    }

    private static async Task RunAsync(ApiUser api, string id)
    {
        (string Type, object Data, int Second)[] steps =
        [
            ("phase_change", new { phase = "collecting" }, 0), ("tool_complete", new { tool = "transaction_history", rows = 1284 }, 6),
            ("tool_complete", new { tool = "device_fingerprints", devices = 17 }, 11), ("tool_error", new { tool = "ip_reputation", error = "timeout", attempt = 1 }, 17),
            ("tool_complete", new { tool = "ip_reputation", addresses = 42, flagged = 9, attempt = 2 }, 22), ("phase_change", new { phase = "analyzing" }, 26),
            ("tool_complete", new { tool = "velocity_check", cards = 63 }, 34), ("tool_complete", new { tool = "merchant_graph", merchants = 5 }, 43),
            ("tool_error", new { tool = "chargeback_lookup", error = "upstream_unavailable" }, 50), ("tool_complete", new { tool = "chargeback_lookup", found = 11 }, 58),
            ("phase_change", new { phase = "scoring" }, 62), ("tool_complete", new { tool = "risk_score", score = 0.93 }, 71),
        ];
        var start = TimeProvider.System.GetUtcNow().AddSeconds(-75);
        await api.AppendAsync(id, [.. steps.Select(step => new { type = step.Type, run_id = "r1", occurred_at = start.AddSeconds(step.Second).ToString("O"), data = step.Data })]);
        await api.PatchAsync(id, new { status = "IN_PROGRESS", phase = "scoring", progress = 64, assignee = "alice" });
    }

    private static BrowserNewContextOptions Size(int width, int height, ColorScheme scheme) => new()
    {
        ViewportSize = new() { Width = width, Height = height },
        ColorScheme = scheme,
        ReducedMotion = ReducedMotion.Reduce,
        Locale = "en-GB",
    };

    private static async Task PictureAsync(IPage page, string name) => await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name) });
}
