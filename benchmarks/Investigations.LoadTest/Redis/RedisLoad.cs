using System.Diagnostics;
using System.Globalization;
using Investigations.RateLimiting;
using Investigations.RateLimiting.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.LoadTest;

/// <summary>Checks in Redis beside PING on the same machine in the same seconds: one at a time in turns, then 64 in flight in turns.</summary>
internal static class RedisLoad
{
    private const int InFlight = 64;
    private const int Alone = 4000;
    private static readonly RateLimitKey[] Keys = [.. Enumerable.Range(0, 10_000).Select(static i => RateLimitKey.ForUser($"user{i}"))];

    public static async Task<int> RunAsync(Arguments load)
    {
        await using var redis = await PrivateRedis.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddBackoffRateLimiting().AddStackExchangeRedis(o => (o.Configuration, o.Timeout) = (redis.Address, TimeSpan.FromSeconds(5)));
        await using var provider = services.BuildServiceProvider();
        var store = provider.GetRequiredService<IRateLimitStore>();
        var options = new RateLimitPolicyOptions { PermitLimit = 1_000_000, Window = TimeSpan.FromHours(1) };
        var rule = RateLimitRule.From("default", options, options);
        var ping = redis.Connection.GetDatabase();
        Func<int, Task> pinging = _ => ping.PingAsync();
        Func<int, Task> checking = async i =>
        {
            if ((await store.CheckAsync(Keys[i % Keys.Length], rule, 1, CancellationToken.None)).Outcome != RateLimitOutcome.Allowed)
            {
                throw new InvalidOperationException("Redis was lost.");
            }
        };
        await RateAsync(checking, TimeSpan.FromSeconds(2));
        await RateAsync(pinging, TimeSpan.FromSeconds(2));

        for (var round = 0; round < load.Rounds; round++)
        {
            var (pings, checks) = (new List<double>(), new List<double>());
            for (var i = 0; i < Alone; i++)
            {
                pings.Add(await TimeAsync(pinging, i));
                checks.Add(await TimeAsync(checking, i));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"1 in flight: PING p50 {At(pings, 0.5):F0} µs p99 {At(pings, 0.99):F0} µs, check p50 {At(checks, 0.5):F0} µs p99 {At(checks, 0.99):F0} µs: p50 x{At(checks, 0.5) / At(pings, 0.5):F2}"));
        }

        for (var round = 0; round < load.Rounds; round++)
        {
            var (pings, checks) = (await RateAsync(pinging, TimeSpan.FromSeconds(2)), await RateAsync(checking, TimeSpan.FromSeconds(2)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{InFlight} in flight: PING {pings:F0}/s, checks {checks:F0}/s: x{checks / pings:F2}"));
        }

        return 0;
    }

    private static async Task<double> TimeAsync(Func<int, Task> work, int i)
    {
        var started = Stopwatch.GetTimestamp();
        await work(i);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
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

    private static double At(List<double> times, double part)
    {
        times.Sort();
        return times[(int)(times.Count * part)];
    }
}
