using System.Diagnostics;
using Investigations.RateLimiting;

namespace Investigations.LoadTest;

/// <summary>A rate-limit check and the memory of a key among 10 to 1 000 000 keys, beside the framework's partitioned fixed window.</summary>
internal static class KeyGrowth
{
    private const int Million = 1_000_000;
    private static readonly int[] Sizes = [10, 1_000, 100_000, Million];

    public static Table Measure()
    {
        var rows = new List<string[]>();
        double[]? first = null;
        _ = Measure(Sizes[0]);
        foreach (var size in Sizes)
        {
            var values = Measure(size);
            first ??= values;
            rows.Add(Growth.Row(Figure.Of(size), values, first));
            Console.WriteLine($"{size} keys: {Figure.Of(values[0])} ns, {Figure.Of(values[2])} B");
        }

        return new Table(
            "Keys of the rate limiter",
            "Checks of callers in no order. Memory is what the heap grew by when they came first; few keys share the tables that are there from the start. A check grows with the keys because their state no longer fits the processor's caches: the work is the same.",
            ["keys", "check ns", "framework's check ns", "B/key", "framework's B/key"], [.. rows]);
    }

    private static double[] Measure(int size)
    {
        var users = RateLimitingKeys.Users(size);
        using var framework = RateLimitingKeys.Framework();
        var store = new MemoryRateLimitStore(TimeProvider.System, Million);
        var rule = RateLimitingKeys.Rule(limit: int.MaxValue);
        var (ours, theirs) = (Fill(users, user => RateLimitingKeys.Check(store, rule, user)), Fill(users, user => RateLimitingKeys.Check(framework, user)));
        users = RateLimitingKeys.Shuffled(users);
        return [Time(users, user => RateLimitingKeys.Check(store, rule, user)), Time(users, user => RateLimitingKeys.Check(framework, user)), ours / size, theirs / size];
    }

    /// <summary>What a million keys hold, and what they cost while nobody asks.</summary>
    public static Row[] MeasureMillion()
    {
        var users = RateLimitingKeys.Users(Million);
        var store = new MemoryRateLimitStore(TimeProvider.System, Million);
        var rule = RateLimitingKeys.Rule(limit: int.MaxValue);
        var ours = Fill(users, user => RateLimitingKeys.Check(store, rule, user)) / Million;
        var idle = IdleShare();
        GC.KeepAlive(store);

        using var framework = RateLimitingKeys.Framework();
        var theirs = Fill(users, user => RateLimitingKeys.Check(framework, user)) / Million;
        var theirIdle = IdleShare();
        return
        [
            new Row(Groups.RateLimiting, "memory per key at 1 000 000 keys", Figure.Of(ours, "B"), $"the framework's: {Figure.Of(theirs, "B")}", ours / theirs, "×").NoMoreThan(0.5),
            new Row(Groups.RateLimiting, "1 000 000 keys and no requests: CPU", Figure.Of(idle, "% of a core"), $"the framework's: {Figure.Of(theirIdle, "%")}", idle, "%").NoMoreThan(1),
        ];
    }

    /// <summary>The bytes by which the heap has grown.</summary>
    private static double Fill(string[] users, Func<string, bool> check)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Array.ForEach(users, user => Growth.Expect(check(user)));
        return Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    /// <summary>Nanoseconds each; the fastest of several passes of a million checks, for what else the machine does can only add.</summary>
    private static double Time(string[] users, Func<string, bool> check)
    {
        var times = new List<double>();
        for (var pass = 0; pass < 7; pass++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var (i, next) = (0, 0); i < Million; i++, next = next + 1 < users.Length ? next + 1 : 0)
            {
                Growth.Expect(check(users[next]));
            }

            times.Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds / Million);
        }

        return times.Min();
    }

    private static double IdleShare()
    {
        GC.Collect();
        var window = TimeSpan.FromSeconds(3);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        using var never = new ManualResetEventSlim();
        never.Wait(window);
        process.Refresh();
        return 100 * (process.TotalProcessorTime - before) / window;
    }
}
