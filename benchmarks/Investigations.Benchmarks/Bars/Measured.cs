using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Investigations.Benchmarks;

/// <summary>What a run has measured, by name.</summary>
internal sealed class Measured
{
    private readonly Dictionary<string, Figures> _figures = [];
    private readonly Dictionary<string, string> _baselines = [];

    public Measured(IEnumerable<Summary> summaries)
    {
        foreach (var report in summaries.SelectMany(static summary => summary.Reports))
        {
            if (report is { Success: true, ResultStatistics: { } time })
            {
                _figures[Name(report.BenchmarkCase)] = new Figures(time.Mean, time.Min, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
            }

            if (report.BenchmarkCase.Descriptor.Baseline)
            {
                _baselines[Group(report.BenchmarkCase)] = Name(report.BenchmarkCase);
            }
        }
    }

    public IReadOnlyDictionary<string, Figures> All => _figures;

    public Figures? this[string name] => _figures.GetValueOrDefault(name);

    /// <summary>What a bar's benchmark is compared with.</summary>
    public Figures? Other(Bar bar) =>
        bar.Other is { } other ? this[other]
        : _baselines.TryGetValue(bar.Class + bar.Parameters, out var baseline) ? this[baseline] : null;

    public static string Name(BenchmarkCase benchmark) =>
        $"{benchmark.Descriptor.Type.Name}.{MethodName(benchmark)}{Parameters(benchmark)}";

    /// <summary>Whether a bar needs a benchmark: it is the bar's own, or the one it is compared with.</summary>
    public static bool IsNeeded(Bar bar, BenchmarkCase benchmark) =>
        Name(benchmark) is var name && (name == bar.Benchmark || name == bar.Other
        || (bar.Other is null && benchmark.Descriptor.Baseline && Group(benchmark) == bar.Class + bar.Parameters));

    private static string Group(BenchmarkCase benchmark) => benchmark.Descriptor.Type.Name + Parameters(benchmark);

    private static string Parameters(BenchmarkCase benchmark) => benchmark.HasParameters ? benchmark.Parameters.DisplayInfo : "";

    private static string MethodName(BenchmarkCase benchmark) =>
        benchmark.Descriptor.WorkloadMethod.Name is var name && name.EndsWith("Async", StringComparison.Ordinal) ? name[..^5] : name;
}
