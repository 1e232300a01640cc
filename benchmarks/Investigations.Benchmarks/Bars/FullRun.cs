using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;

namespace Investigations.Benchmarks;

/// <summary>A run of all benchmarks, or of those that BenchmarkDotNet's own arguments name, with the bars that it could hold.</summary>
internal static class FullRun
{
    /// <param name="bars">The file with the bars.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="folder">Where the section's file is kept.</param>
    /// <param name="args">BenchmarkDotNet's own.</param>
    public static int Run(string bars, string name, string folder, string[] args)
    {
        var started = Stopwatch.GetTimestamp();
        var config = DefaultConfig.Instance
            .AddJob(new Job("full").WithWarmupCount(3).WithIterationCount(10).WithIterationTime(TimeInterval.FromMilliseconds(200)).AsMutator());
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(FullRun).Assembly).Run(args, config).ToArray();

        // BenchmarkDotNet exits 0 when a filter matches nothing or a benchmark fails; a build must see both.
        if (summaries.Length == 0 || summaries.Any(static s => s.HasCriticalValidationErrors || s.Reports.Length == 0 || s.Reports.Any(static r => !r.Success)))
        {
            Console.Error.WriteLine("Nothing ran, or a benchmark failed.");
            return 1;
        }

        var measured = new Measured(summaries);
        var section = Section.Of(name, Stopwatch.GetElapsedTime(started)) with
        {
            Rows = [.. Bar.Load(bars).SelectMany(bar =>
                measured[bar.Benchmark] is { } ours && measured.Other(bar) is { } other ? bar.Rows(ours, other, isGate: false) : [])],
            Tables = [new Table(
                "Every benchmark", "", ["benchmark", "mean", "allocated"],
                [.. measured.All.Select(static x => new[] { x.Key, Figures.Time(x.Value.Mean), string.Create(CultureInfo.InvariantCulture, $"{x.Value.Bytes} B") })])],
        };
        foreach (var row in section.Rows)
        {
            Console.WriteLine(row);
        }

        section.Save(folder);
        return 0;
    }

    public static int Usage()
    {
        Console.Error.WriteLine(
            """
            gate <bars.json>                                   a short run, held against the bars
            run <bars.json> <section> <folder> <arguments>     a full run; the arguments are BenchmarkDotNet's, such as --filter '*Sse*'
            """);
        return 2;
    }
}
