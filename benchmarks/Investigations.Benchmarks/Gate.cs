using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Investigations.Benchmarks;

/// <summary>
/// Holds a short run against <c>baseline.json</c>: bytes allocated, which are the same on every machine, and the ratio to the
/// baseline of the same run, with a margin for noise. Times are printed and never judged.
/// </summary>
internal static class Gate
{
    private const double Margin = 1.35;

    public static int Run(string file)
    {
        var bars = JsonSerializer.Deserialize<Dictionary<string, Bar>>(File.ReadAllText(file), JsonSerializerOptions.Web)!;
        var types = bars.Keys.Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).Distinct()
            .Select(name => typeof(Gate).Assembly.GetType($"Investigations.Benchmarks.{name}", throwOnError: true)!).ToArray();

        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        var summaries = types.Select(type => BenchmarkRunner.Run(type, config)).ToList();

        var failures = bars.Count(bar => !Passes(bar.Key, bar.Value, summaries));
        Console.WriteLine($"{bars.Count - failures} of {bars.Count} bars held.");
        return failures == 0 ? 0 : 1;
    }

    private static bool Passes(string name, Bar bar, IEnumerable<Summary> summaries)
    {
        var found = summaries.SelectMany(summary => summary.Reports.Select(report => (summary, report)))
            .FirstOrDefault(x => Name(x.report.BenchmarkCase) == name && x.report.Success);
        if (found.report?.ResultStatistics is not { } time)
        {
            Console.WriteLine($"FAILED {name}: it did not run.");
            return false;
        }

        var (summary, report) = found;
        var bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
        var standard = summary.Reports.First(r => summary.IsBaseline(r.BenchmarkCase) && SameParameters(r, report)).ResultStatistics!.Mean;
        var ratio = time.Mean / standard;
        var held = bytes <= bar.Bytes && ratio <= bar.Ratio * Margin;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(held ? "held  " : "FAILED")} {name}: {time.Mean:0.0} ns, {ratio:0.00} of the baseline (bar {bar.Ratio:0.00}), {bytes} B (bar {bar.Bytes} B)"));
        return held;
    }

    private static string Name(BenchmarkCase benchmark) =>
        $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}{(benchmark.HasParameters ? benchmark.Parameters.DisplayInfo : "")}";

    private static bool SameParameters(BenchmarkReport one, BenchmarkReport other) =>
        one.BenchmarkCase.Parameters.DisplayInfo == other.BenchmarkCase.Parameters.DisplayInfo;

    /// <param name="Bytes">Bytes that one operation may allocate.</param>
    /// <param name="Ratio">What part of the baseline's time it may take, before the margin.</param>
    private sealed record Bar(long Bytes, double Ratio);
}
