using System.Diagnostics;
using System.Threading.RateLimiting;
using Investigations.RateLimiting;
using Investigations.RateLimiting.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using RedisRateLimiting;
using StackExchange.Redis;

namespace Investigations.LoadTest;

/// <summary>
/// The section on Redis: checks beside PING and beside the package RedisRateLimiting, against one server in the same seconds: one at a time in
/// turns, then 64 in flight in turns.
/// </summary>
internal static class RedisSection
{
    private const int InFlight = 64;
    private const int Alone = 4_000;
    private const int KeyCount = 10_000;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly RateLimitRule Wide = NewRule(1_000_000);
    private static readonly RateLimitRule Tight = NewRule(1);
    private static readonly RateLimitKey[] Keys = [.. Enumerable.Range(0, KeyCount).Select(static i => RateLimitKey.ForUser($"user{i}"))];
    private static readonly string[] Names = [.. Enumerable.Range(0, KeyCount).Select(static i => $"user{i}")];

    public static async Task<int> RunAsync(Arguments load)
    {
        var run = new Run("redis");
        await using var redis = await PrivateRedis.StartAsync();
        await using var connection = await redis.ConnectAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddBackoffRateLimiting().AddStackExchangeRedis(o =>
            (o.ConnectionMultiplexerFactory, o.Timeout) = (_ => Task.FromResult<IConnectionMultiplexer>(connection), TimeSpan.FromSeconds(5)));
        await using var provider = services.BuildServiceProvider();
        var store = provider.GetRequiredService<IRateLimitStore>();
        await using var peer = PartitionedRateLimiter.Create<string, string>(user => RedisRateLimitPartition.GetFixedWindowRateLimiter(
            user, _ => new RedisFixedWindowRateLimiterOptions { PermitLimit = 1_000_000, Window = Window, ConnectionMultiplexerFactory = () => redis.Connection }));
        var database = redis.Connection.GetDatabase();

        Func<int, Task> ping = _ => database.PingAsync();
        Func<int, Task> check = async i => Expect((await CheckAsync(store, i, Wide)).IsAllowed);
        Func<int, Task> theirs = async i =>
        {
            using var lease = await peer.AcquireAsync(Names[i % KeyCount]);
            Expect(lease.IsAcquired);
        };

        await AddRoundTripsAsync(run, connection, store, check);
        Func<int, Task>[] all = [ping, check, theirs];
        foreach (var work in all)
        {
            await RateAsync(work, Turn);
        }

        var alone = await AloneAsync(all);
        run.Add(new Row(
            Groups.RateLimiting, "Redis, one check in flight: p50", Figure.Of(alone[1].P50, "µs"),
            $"PING: {Figure.Of(alone[0].P50, "µs")}; RedisRateLimiting's fixed window: {Figure.Of(alone[2].P50, "µs")}", alone[1].P50 / alone[0].P50, "× PING").NoMoreThan(1.2));

        var rates = all.Select(static _ => new List<double>()).ToArray();
        for (var round = 0; round < load.Rounds + 2; round++)
        {
            for (var i = 0; i < all.Length; i++)
            {
                rates[i].Add(await RateAsync(all[i], Turn));
            }

            Console.WriteLine($"{InFlight} in flight: PING {rates[0][^1]:F0}/s, checks {rates[1][^1]:F0}/s, RedisRateLimiting {rates[2][^1]:F0}/s");
        }

        run.Add(new Row(
            Groups.RateLimiting, $"Redis, {InFlight} checks in flight: checks/s", Figure.Of(Figure.Median(rates[1])),
            $"RedisRateLimiting's fixed window: {Figure.Of(Figure.Median(rates[2]))}; PING: {Figure.Of(Figure.Median(rates[0]))}",
            Figure.Median(rates[1].Zip(rates[2], static (a, b) => a / b)), "×").NoLessThan(1));
        return run.End(load);
    }

    private static async Task AddRoundTripsAsync(Run run, ConnectionMultiplexer connection, IRateLimitStore store, Func<int, Task> check)
    {
        const int Checks = 1_000;
        await check(0);
        var before = Operations();
        for (var i = 0; i < Checks; i++)
        {
            await check(i);
        }

        var trips = (double)(Operations() - before) / Checks;
        run.Add(new Row(Groups.RateLimiting, "Redis: round trips per check", Figure.Of(trips), "", Math.Round(trips, 2), "round trips").NoMoreThan(1));

        while ((await CheckAsync(store, KeyCount / 2, Tight)).IsAllowed)
        {
        }

        before = Operations();
        for (var i = 0; i < Checks; i++)
        {
            Expect(!(await CheckAsync(store, KeyCount / 2, Tight)).IsAllowed);
        }

        trips = (double)(Operations() - before) / Checks;
        run.Add(new Row(Groups.RateLimiting, "Redis: round trips per check of a caller known to be blocked", Figure.Of(trips), "", Math.Round(trips, 2), "round trips").NoMoreThan(0));

        long Operations() => connection.GetCounters().Interactive.OperationCount;
    }

    private static async Task<(double P50, double P99)[]> AloneAsync(Func<int, Task>[] all)
    {
        var times = all.Select(static _ => new List<double>(Alone)).ToArray();
        for (var i = 0; i < Alone; i++)
        {
            for (var one = 0; one < all.Length; one++)
            {
                var started = Stopwatch.GetTimestamp();
                await all[one](i);
                times[one].Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
        }

        foreach (var list in times)
        {
            list.Sort();
        }

        return [.. times.Select(static list => (Figure.At(list, 0.5), Figure.At(list, 0.99)))];
    }

    /// <summary>As the middleware does: what this node knows by itself first.</summary>
    private static ValueTask<RateLimitDecision> CheckAsync(IRateLimitStore store, int i, RateLimitRule rule) =>
        store.TryCheck(Keys[i % KeyCount], rule, 1, out var known) ? new(known) : store.CheckAsync(Keys[i % KeyCount], rule, 1, CancellationToken.None);

    private static RateLimitRule NewRule(int limit)
    {
        var options = new RateLimitPolicyOptions { PermitLimit = limit, Window = Window };
        return RateLimitRule.From(limit == 1 ? "tight" : "default", options, options);
    }

    private static async Task<double> RateAsync(Func<int, Task> work, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                await work(Interlocked.Increment(ref done));
            }
        }));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Expect(bool held)
    {
        if (!held)
        {
            throw new InvalidOperationException("The check is not answered as it should be, or Redis was lost.");
        }
    }
}
