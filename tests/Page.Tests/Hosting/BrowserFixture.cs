using Investigations.Page.Tests.Hosting;
using Microsoft.Playwright;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(BrowserFixture))]
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Investigations.Page.Tests.Hosting;

/// <summary>The system's Chromium, started when the first test needs it. Each test gets contexts of its own.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal async Task<IBrowser> OpenAsync()
    {
        var program = Places.FirstOrDefault(File.Exists);
        Engine.Require(program is not null, "Chromium is not installed: apt-get install chromium.");
        _playwright ??= await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Visitor.Patience);
        return _browser ??= await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
