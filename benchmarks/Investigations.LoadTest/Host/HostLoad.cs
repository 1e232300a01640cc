using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Investigations.Testing;

namespace Investigations.LoadTest;

/// <summary>
/// One node of the sample host on PostgreSQL: a thousand tabs of a hundred users poll one investigation once a second each, five hundred
/// streams follow it; first nothing happens, then an event comes once a second.
/// </summary>
internal static class HostLoad
{
    private const int Users = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan HeadKept = TimeSpan.FromSeconds(0.25);

    public static async Task<int> RunAsync(HostArguments load)
    {
        var run = new Run("host");
        await using var postgres = await PostgresServer.StartAsync();
        var port = Loopback.FreePort();
        using var host = new HostProcess(port, await postgres.CreateDatabaseAsync());
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await ReadyAsync(http);

        var tokens = await Task.WhenAll(Enumerable.Range(0, Users).Select(user => TokenAsync(http, $"user{user}")));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens[0]);
        var id = await CreateAsync(http);
        using var tabs = new PollingTabs(Enumerable.Range(0, load.Tabs).Select(i => new Tab(Clients.Connect(port), id, tokens[i % Users])));
        using var streams = new Clients(port, load.Streams, Encoding.ASCII.GetBytes(
            $"GET /api/v1/investigations/{id}/runs/_all/stream?from=now HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {tokens[1]}\r\nAccept: text/event-stream\r\n\r\n"));

        var alone = await CommandsAloneAsync(host, load.Seconds / 2);
        tabs.Run(WarmUp);
        Console.WriteLine($"{load.Tabs} tabs at 1 Hz, {streams.FirstBytes.Length} of {load.Streams} streams open, {Environment.ProcessorCount} cores, .NET {Environment.Version}");
        var isClean = true;
        foreach (var isBusy in new[] { false, true })
        {
            Console.WriteLine(isBusy ? "an event a second" : "nothing new");
            using var writing = new CancellationTokenSource();
            var writer = isBusy ? WriteAsync(http, id, writing.Token) : Task.CompletedTask;
            await MeasureAsync(load, host, tabs, streams, run, isBusy, alone);
            await writing.CancelAsync();
            await writer;
            isClean &= tabs.Skipped == 0 && tabs.Statuses.Keys.All(static status => status is 200 or 304);
        }

        run.End(load.Results);
        return isClean ? 0 : 1;
    }

    /// <summary>Database commands a second while streams are open and nobody polls.</summary>
    private static async Task<double> CommandsAloneAsync(HostProcess host, int seconds)
    {
        // Each stream has read its beginning by then.
        await Task.Delay(WarmUp, TimeProvider.System);
        var (before, started) = (host.Usage(), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        return (host.Usage().Commands - before.Commands) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task MeasureAsync(HostArguments load, HostProcess host, PollingTabs tabs, Clients streams, Run run, bool isBusy, double alone)
    {
        streams.TakeAges();
        var (before, deliveredBefore, started) = (host.Usage(), streams.Events, Stopwatch.GetTimestamp());
        await Task.Factory.StartNew(() => tabs.Run(TimeSpan.FromSeconds(load.Seconds)), TaskCreationOptions.LongRunning);
        var (after, delivered, seconds) = (host.Usage(), streams.Events - deliveredBefore, Stopwatch.GetElapsedTime(started).TotalSeconds);
        var (times, ages) = (tabs.Times, streams.TakeAges());

        Line($"  polls    {string.Join(", ", tabs.Statuses.OrderBy(static s => s.Key).Select(static s => $"{s.Value} x {s.Key}"))}, {tabs.Skipped} skipped: p50 {Figure.At(times, 0.5):F2} ms, p99 {Figure.At(times, 0.99):F2} ms, max {times[^1]:F2} ms");
        Line($"  streams  {delivered} deliveries: p50 {Figure.At(ages, 0.5):F1} ms, p99 {Figure.At(ages, 0.99):F1} ms after the event was sent");
        Line($"  store    {(after.Commands - before.Commands) / seconds:F1} commands/s by the driver's count; by the packages': {(after.PageReads - before.PageReads) / seconds:F1} pages/s, {(after.HeadReads - before.HeadReads) / seconds:F1} heads/s polled");
        Line($"  host     {(after.CpuMicroseconds - before.CpuMicroseconds) / seconds / 10_000:F0} % of a core, {after.WorkingSet >> 20} MiB");

        var what = $"{Figure.Of(load.Tabs)} tabs polling one investigation at 1 Hz, {load.Streams} streams, {(isBusy ? "an event a second" : "nothing new")}";
        run.Add(new Row(Groups.Host, $"{what}: p99 of a poll", Figure.Of(Figure.At(times, 0.99), "ms"), $"p50 {Figure.Of(Figure.At(times, 0.5), "ms")}", Figure.At(times, 0.99), "ms").NoMoreThan(50));
        if (!isBusy)
        {
            // What is followed is looked at in batches, whether tabs poll or not; what the polls add to that is the feed's head. Counts over some
            // seconds differ by a command at either end.
            var all = (after.Commands - before.Commands) / seconds;
            var added = Math.Round((all - alone) * HeadKept.TotalSeconds, 1);
            run.Add(new Row(
                Groups.Host, "the same: database commands that the polls add, per 0.25 s for which a feed's head is kept", Figure.Of(added),
                $"{Figure.Of(tabs.Times.Length / seconds * HeadKept.TotalSeconds)} polls", added, "commands").NoMoreThan(1));
            run.Add(new Row(
                Groups.Host, "the same: all database commands a second (access and versions of what is followed, the feed's head and page)", Figure.Of(all),
                $"streams alone: {Figure.Of(alone)}", all, "commands"));
        }

        static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task WriteAsync(HttpClient http, string id, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (true)
        {
            try
            {
                await timer.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            using var response = await http.PostAsJsonAsync(
                $"/api/v1/investigations/{id}/events", new { type = "tool_complete", data = new { t = Stopwatch.GetTimestamp() } }, CancellationToken.None);
            response.EnsureSuccessStatusCode();
        }
    }

    private static async Task ReadyAsync(HttpClient http)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                using var response = await http.GetAsync("/readyz");
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new InvalidOperationException("The host does not become ready.");
    }

    private static async Task<string> TokenAsync(HttpClient http, string user)
    {
        using var response = await http.PostAsJsonAsync("/dev/token", new { user });
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private static async Task<string> CreateAsync(HttpClient http)
    {
        using var response = await http.PostAsJsonAsync("/api/v1/investigations", new { title = "Under load", members = Enumerable.Range(1, Users - 1).Select(i => $"user{i}") });
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }
}
