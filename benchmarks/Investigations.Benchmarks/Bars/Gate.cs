using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Investigations.Benchmarks;

/// <summary>
/// Holds a short run against the bars: bytes allocated, which are the same on every machine, and the ratio to another benchmark of the same
/// run, with a margin for noise. Times are printed and never judged.
/// </summary>
/// <remarks>
/// What fails is measured again, twice at the most: noise passes, a regression stays.
/// </remarks>
internal static class Gate
{
    private const int Attempts = 3;

    public static int Run(string file)
    {
        var bars = Bar.Load(file).Where(static bar => bar.Gate).ToArray();
        var open = bars;
        for (var attempt = 1; attempt <= Attempts && open.Length > 0; attempt++)
        {
            if (attempt > 1)
            {
                Console.WriteLine($"Measuring again, {attempt} of {Attempts}:");
            }

            var measured = Measure(open);
            open = [.. open.Where(bar => !IsHeld(bar, measured))];
        }

        Console.WriteLine($"{bars.Length - open.Length} of {bars.Length} bars held.");
        Array.ForEach(open, static bar => Console.WriteLine($"FAILED {bar.Benchmark}"));
        return open.Length == 0 && bars.Length > 0 ? 0 : 1;
    }

    private static Measured Measure(Bar[] bars)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(new Job("gate").WithToolchain(InProcessEmitToolchain.Instance)
                .WithWarmupCount(3).WithIterationCount(6).WithIterationTime(TimeInterval.FromMilliseconds(80)).AsMutator())
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .AddFilter(new SimpleFilter(benchmark => bars.Any(bar => Measured.IsNeeded(bar, benchmark))))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.DisableLogFile);
        return new Measured(bars.Select(static bar => bar.Class).Distinct()
            .Select(name => BenchmarkRunner.Run(typeof(Gate).Assembly.GetType($"Investigations.Benchmarks.{name}", throwOnError: true)!, config)).ToList());
    }

    private static bool IsHeld(Bar bar, Measured measured)
    {
        if (measured[bar.Benchmark] is not { } ours || measured.Other(bar) is not { } other)
        {
            Console.WriteLine($"MISSED {bar.Benchmark}: it did not run.");
            return false;
        }

        var rows = bar.Rows(ours, other, isGate: true).ToArray();
        Array.ForEach(rows, Console.WriteLine);
        return Array.TrueForAll(rows, static row => row.IsHeld);
    }
}
