using BenchmarkDotNet.Running;
using Investigations.Benchmarks;

if (args is ["--gate", var baseline])
{
    return Gate.Run(baseline);
}

var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).ToArray();

// BenchmarkDotNet exits 0 when a filter matches nothing or a benchmark fails; a build must see both.
return summaries.Length == 0 || summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
