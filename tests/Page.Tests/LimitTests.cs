using Investigations.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Investigations.Page.Tests;

public class LimitTests(BrowserFixture browser)
{
    /// <summary>On a real clock, because the server's is: a window long enough to see the block in, and short enough to sit it out.</summary>
    [Fact]
    public async Task Limit_Reached_CountsDownSendsNothingAndRecovers()
    {
        await using var host = await ApiHost.StartAsync(("RATE_LIMIT_MAX_REQUESTS", "15"), ("RATE_LIMIT_WINDOW_SECONDS", "20"));
        using var api = await ApiUser.SignInAsync(host, "alice");
        var id = await api.CreateAsync("A case", "bob");
        await using var visitor = await Visitor.ArriveAsync(browser, host);
        await visitor.SignInAsync("bob");
        var page = await visitor.OpenAsync(id);
        await page.Expect("#gauges li[data-policy=default] .left").ToContainTextAsync("of 15 left");

        // A block lasts as long as the window it began in: one that has just begun.
        await page.WaitForFunctionAsync(
            """
            () => {
              const [, left] = /in (\d+) s/.exec(document.querySelector('#gauges li[data-policy=default] .help').textContent) ?? [];
              if (!left) document.querySelector('#try-limit').click();
              return Number(left) >= 14;
            }
            """, null, new() { PollingInterval = 200 });
        await page.UseUpTheLimitAsync();
        await page.Expect("#gauges li[data-policy=default] .left").ToContainTextAsync("blocked for");
        await page.Expect("#try-limit-many").ToBeDisabledAsync();

        // Nothing counted is sent meanwhile: an edit is refused here, in words.
        var sent = visitor.Requests.Count(url => url.Contains("/investigation-state/", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.FillAsync("#edit-notes", "mine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Expect("#state-error").ToContainTextAsync("limit 'default' is reached");
        Assert.Equal(sent, visitor.Requests.Count(url => url.Contains("/investigation-state/", StringComparison.Ordinal)));

        await page.Expect("#blocked").ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Expect("#state-notes").ToHaveTextAsync("mine");
    }
}
