using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.Sse.Tests;

/// <summary>Chromium's own EventSource.</summary>
public class BrowserTests
{
    private const string Page =
        """
        <!doctype html><script>
        const seen = [];
        const source = new EventSource('/corpus');
        const take = e => {
          seen.push({ id: e.lastEventId, type: e.type, data: e.data });
          if (e.type === 'done') { source.close(); fetch('/seen', { method: 'POST', body: JSON.stringify(seen) }); }
        };
        source.onmessage = take;
        for (const type of TYPES) source.addEventListener(type, take);
        </script>
        """;

    [Fact]
    public async Task Corpus_ReadByABrowser_IsTheSame()
    {
        Engine.Require(await Engine.RunAsync("chromium", ["--version"]) is not null, "chromium is missing.");
        var posted = new TaskCompletionSource<string>();
        await using var host = await Corpus.StartAsync(app =>
        {
            app.MapGet("/page", () => Results.Content(Page.Replace("TYPES", JsonSerializer.Serialize(Corpus.Types), StringComparison.Ordinal), "text/html; charset=utf-8"));
            app.MapPost("/seen", async (HttpRequest request) => posted.TrySetResult(await new StreamReader(request.Body).ReadToEndAsync()));
        });
        var profile = Directory.CreateTempSubdirectory("sse-browser");
        using var browser = Process.Start(new ProcessStartInfo(
            "chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={profile.FullName}", "--remote-debugging-port=0", new Uri(host.Address, "/page").ToString()])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            browser.BeginErrorReadLine();
            browser.BeginOutputReadLine();
            var seen = await posted.Task.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
            Assert.Equal(Corpus.Expected, JsonSerializer.Deserialize<Seen[]>(seen, JsonSerializerOptions.Web)!);
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync(CancellationToken.None);
        }

        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper of the browser may still be writing; the system clears its temporary folder.
        }
    }
}
