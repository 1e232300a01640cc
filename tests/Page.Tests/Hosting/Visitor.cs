using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;

namespace Investigations.Page.Tests.Hosting;

/// <summary>A person with a browser of their own, who may have the page open in several tabs.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    /// <summary>How long a test waits for what it does and expects, in milliseconds: generous, for machines that are busy.</summary>
    public const float Patience = 60_000;

    private readonly Uri _address;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _requests = new();

    private Visitor(Uri address, IBrowserContext browser)
    {
        _address = address;
        Browser = browser;
        browser.SetDefaultTimeout(Patience);
        browser.Request += (_, request) => _requests.Enqueue(request.Url);
        browser.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        browser.WebError += (_, error) => _complaints.Enqueue(error.Error);
    }

    public IBrowserContext Browser { get; }

    /// <summary>Errors and warnings of the console, and exceptions, of all tabs.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    public IReadOnlyList<string> Requests => [.. _requests];

    public int StreamsOpened => _requests.Count(url => url.EndsWith("/stream", StringComparison.Ordinal));

    public static Task<Visitor> ArriveAsync(BrowserFixture browser, ApiHost host, BrowserNewContextOptions? options = null) =>
        ArriveAsync(browser, host.Address, options);

    /// <summary>Arrives at another address than the host's own: a proxy's.</summary>
    public static async Task<Visitor> ArriveAsync(BrowserFixture browser, Uri address, BrowserNewContextOptions? options = null)
    {
        var context = await (await browser.OpenAsync()).NewContextAsync(options ?? new() { Locale = "en-GB" });
        return new(address, context);
    }

    /// <summary>Signs in on the page, as a person does.</summary>
    public async Task<IPage> SignInAsync(string user)
    {
        var page = await Browser.NewPageAsync();
        await page.GotoAsync(_address.ToString());
        await page.FillAsync("#user", user);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator("#home").WaitForAsync();
        return page;
    }

    /// <summary>Opens an investigation in another tab, and waits until it is followed.</summary>
    public async Task<IPage> OpenAsync(string id, string state = "live")
    {
        var page = await Browser.NewPageAsync();
        await page.GotoAsync(AddressOf(id));
        await page.IsConnectedAsync(state);
        return page;
    }

    /// <summary>Signs in, and opens an investigation in two tabs: the first follows for both.</summary>
    public async Task<(IPage First, IPage Second)> OpenTwiceAsync(string user, string id)
    {
        await SignInAsync(user);
        var (first, second) = (await OpenAsync(id), await OpenAsync(id));
        await first.Expect("#tab-text").ToContainTextAsync("this one follows for all");
        await second.Expect("#tab-text").ToContainTextAsync("another one follows");
        return (first, second);
    }

    /// <summary>Puts a gateway in the way that answers for every stream.</summary>
    public Task ForbidStreamsAsync() =>
        Browser.RouteAsync("**/stream", static route => route.FulfillAsync(new() { Status = 502, ContentType = "text/html", Body = "<h1>Bad gateway</h1>" }));

    public string AddressOf(string id) => new Uri(_address, $"/#/i/{id}").ToString();

    public async ValueTask DisposeAsync() => await Browser.CloseAsync();
}

internal static class PageExtensions
{
    public static ILocatorAssertions Expect(this IPage page, string selector) => Assertions.Expect(page.Locator(selector));

    /// <summary>Waits for the connection's state, which may take some attempts.</summary>
    public static Task IsConnectedAsync(this IPage page, string state) =>
        page.Expect("#connection").ToHaveAttributeAsync("data-state", state, new() { Timeout = 90_000 });

    /// <summary>Waits until so many events have arrived.</summary>
    public static Task HasEventsAsync(this IPage page, int count) =>
        page.Expect("#event-count").ToHaveTextAsync(count.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>Uses requests, ten at a time, until the page shows a block.</summary>
    public static Task UseUpTheLimitAsync(this IPage page) => page.WaitForFunctionAsync(
        """
        () => {
          const button = document.querySelector('#try-limit-many');
          if (!button.disabled) button.click();
          return !document.querySelector('#blocked').hidden;
        }
        """, null, new() { PollingInterval = 200 });

    /// <summary>Shows all events, whichever run they belong to.</summary>
    public static Task ShowAllAsync(this IPage page) => page.SelectOptionAsync("#run", "all");

    /// <summary>The sequences of the events that are on the page, as they stand there.</summary>
    public static async Task<long[]> SequencesAsync(this IPage page) =>
        await page.EvaluateAsync<long[]>("() => [...document.querySelectorAll('#events > li')].map(row => Number(row.dataset.sequence))");

    /// <summary>Shows all events, and compares them with the feed's own: each once, newest first.</summary>
    public static async Task ShowsWhatTheFeedHasAsync(this IPage page, ApiUser api, string id)
    {
        var feed = await api.FeedAsync(id);
        await page.ShowAllAsync();
        await page.HasEventsAsync(feed.Count);
        Assert.Equal(feed.Select(e => e.GetProperty("sequence").GetInt64()).Reverse(), await page.SequencesAsync());
    }
}
