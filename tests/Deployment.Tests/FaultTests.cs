using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Investigations.Deployment.Tests;

/// <summary>
/// The reference deployment under load while one thing after the other fails: nodes by SIGKILL and SIGTERM, PostgreSQL, Redis. Real processes,
/// so a real clock: two minutes, or what INVESTIGATIONS_FAULT_SECONDS says. What is asserted are counts.
/// </summary>
public sealed class FaultTests
{
    private const int Limit = 20;
    private const int WindowSeconds = 5;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("INVESTIGATIONS_FAULT_SECONDS") ?? "120", CultureInfo.InvariantCulture));

    [Fact]
    public async Task Deployment_WhileEverythingFailsInTurn_LosesNothingRepeatsNothingAndKeepsOneOrder()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Duration + TimeSpan.FromMinutes(5));
        var token = patience.Token;
        await using var cluster = await Cluster.StartAsync(
            ("RATE_LIMIT_MAX_REQUESTS", "1000000"),
            ("RateLimiting__Policies__poll__MaxRequests", $"{Limit}"),
            ("RateLimiting__Policies__poll__WindowSeconds", $"{WindowSeconds}"),
            ("RateLimiting__Policies__poll__EnableBackoff", "false"),
            ("RateLimiting__Redis__Timeout", "00:00:05"),
            ("SSE_MAX_DURATION_SECONDS", "20"),
            ("SSE_HEARTBEAT_INTERVAL_SECONDS", "5"));
        var (traffic, ledger) = (new Traffic(), new Ledger());
        var clients = new List<HttpClient>();
        var investigation = await CreateAsync(As("owner"), token);

        var writing = true;
        bool GoesOn() => Volatile.Read(ref writing);
        Task[] writers =
        [
            .. Names("events", 3).Select(name => new EventWriter(As(name), investigation, name, ledger).RunAsync(GoesOn, token)),
            .. Names("state", 2).Select(name => new StateWriter(As(name), investigation, name, ledger).RunAsync(GoesOn, token)),
            .. Enumerable.Range(0, 2).Select(_ => new Hammer(As("hammer")).RunAsync(GoesOn, token)),
        ];
        Follower[] followers =
        [
            .. Names("stream", 3).Select(name => new StreamFollower(As(name), investigation, name, run: null)),
            .. EventWriter.Runs.Select(run => new StreamFollower(As($"stream-{run}"), investigation, $"stream-{run}", run)),
            .. Names("long-poll", 2).Select(name => new PollFollower(As(name), investigation, name, waitSeconds: 5)),
            .. Names("poll", 2).Select(name => new PollFollower(As(name), investigation, name, waitSeconds: null)),
        ];
        var last = new TaskCompletionSource<Stored>(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = followers.Select(follower => follower.RunAsync(LastOf(follower, last.Task), token)).ToArray();

        var plan = new FaultPlan(cluster, traffic);
        await WhileAllRunAsync(plan.RunAsync(Duration, token), [.. writers, .. following]);
        Volatile.Write(ref writing, false);
        await WhileAllRunAsync(Task.WhenAll(writers), following);
        var stored = await Stored.ReadAsync(cluster.Database, investigation, token);
        last.SetResult(stored);
        await Task.WhenAny(Task.WhenAll(following), Task.Delay(TimeSpan.FromSeconds(60), token));

        var windows = new LimitWindows(traffic.Exchanges.Where(static e => e.Actor == "hammer"), plan.Faults, Limit, TimeSpan.FromSeconds(WindowSeconds), cluster.Nodes.Count);
        Publish(FaultReport.Write(traffic, plan.Faults, ledger, stored, followers, windows));
        clients.ForEach(static client => client.Dispose());

        AssertNone(AnswerRules.Violations(traffic.Exchanges, plan.Faults));
        AssertNone(windows.Violations());
        Assert.NotEmpty(windows.Exact);
        AssertNothingIsLost(ledger, stored);
        Assert.All(followers, follower => AssertReceivedOnceInOrder(follower, stored));
        Assert.DoesNotContain(cluster.Nodes.SelectMany(static node => node.Output), static line => line.Contains("Unhandled exception", StringComparison.Ordinal));

        HttpClient As(string user)
        {
            var client = cluster.As(user, new Observer(user, traffic));
            clients.Add(client);
            return client;
        }
    }

    private static IEnumerable<string> Names(string what, int count) => Enumerable.Range(1, count).Select(i => $"{what}-{i}");

    private static async Task<string> CreateAsync(HttpClient owner, CancellationToken token)
    {
        string[] members = [.. Names("events", 3), .. Names("state", 2), .. Names("stream", 3), .. EventWriter.Runs.Select(run => $"stream-{run}"), .. Names("long-poll", 2), .. Names("poll", 2)];
        using var response = await owner.PostAsJsonAsync("/api/v1/investigations", new { title = "Under faults", members }, token);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("id").GetString()!;
    }

    private static async Task<long> LastOf(Follower follower, Task<Stored> stored) =>
        (await stored).Events.Last(e => follower.Run is null || e.Run == follower.Run).Sequence;

    /// <summary>Waits for what comes to an end, and fails at once if one of those fails that shouldn't.</summary>
    private static async Task WhileAllRunAsync(Task ending, Task[] others)
    {
        var failed = others.Select(static async other =>
        {
            await other;
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        });
        await await Task.WhenAny([ending, .. failed]);
    }

    private static void AssertNone(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        Assert.True(found.Count == 0, $"{found.Count} violations:\n{string.Join('\n', found.Take(20))}");
    }

    private static void AssertNothingIsLost(Ledger ledger, Stored stored)
    {
        var events = stored.Events.Where(static e => e.Type == "tool_complete").ToDictionary(static e => e.Id, static e => e.Sequence);
        Assert.Equal(events.OrderBy(static e => e.Value), ledger.Events.OrderBy(static e => e.Value));

        var notes = stored.Versions.Skip(1).ToDictionary(static v => v.Note!, static v => v.Version);
        Assert.Equal(notes.OrderBy(static n => n.Value), ledger.Notes.OrderBy(static n => n.Value));

        // No version is missing, and each tells of itself in the feed, in its order.
        Assert.Equal(Enumerable.Range(1, stored.Versions.Count).Select(static v => (long)v), stored.Versions.Select(static v => v.Version));
        Assert.Equal(
            stored.Versions.Skip(1).Select(static v => v.Version.ToString(CultureInfo.InvariantCulture)),
            stored.Events.Where(static e => e.Type == "state_changed").Select(static e => e.Version));
        Assert.Equal(stored.Events, stored.Events.OrderBy(static e => e.TimestampMs).ThenBy(static e => e.Sequence));
    }

    private static void AssertReceivedOnceInOrder(Follower follower, Stored stored)
    {
        var expected = stored.Events.Where(e => follower.Run is null || e.Run == follower.Run).Select(static e => (e.Id, e.Sequence)).ToList();
        Assert.True(
            expected.SequenceEqual(follower.Received),
            $"{follower.Name}: {follower.Received.Count} received, {expected.Count} stored; missing {Some(expected.Except(follower.Received))}; "
            + $"not stored {Some(follower.Received.Except(expected))}; repeated {Some(follower.Received.GroupBy(static e => e).Where(static g => g.Count() > 1).Select(static g => g.Key))}");

        static string Some(IEnumerable<(string Id, long Sequence)> events) => string.Join(' ', events.Take(5));
    }

    private static void Publish(string report)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(report);
        Console.WriteLine(report);
        var folder = Repository.PathOf("artifacts", "faults");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.txt"), report);
    }
}
