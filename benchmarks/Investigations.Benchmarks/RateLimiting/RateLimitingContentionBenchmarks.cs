using BenchmarkDotNet.Attributes;

namespace Investigations.Benchmarks;

/// <summary>
/// A million checks shared by two threads over 10 000 keys, and over one hot key, beside the framework's partitioned fixed window.
/// Bar: at most 0.4 of its time over 10 000 keys.
/// </summary>
[MemoryDiagnoser]
public class RateLimitingContentionBenchmarks : FilledLimiters
{
    private const int Checks = 1_000_000;
    private const int Threads = 2;

    [Benchmark(Baseline = true, OperationsPerInvoke = Checks)]
    public int Framework() => Share(FrameworkCheck);

    [Benchmark(OperationsPerInvoke = Checks)]
    public int Store() => Share(StoreCheck);

    private int Share(Func<string, bool> check)
    {
        var admitted = 0;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            var (count, next) = (0, thread * Users.Length / Threads);
            for (var i = 0; i < Checks / Threads; i++)
            {
                count += check(Users[next]) ? 1 : 0;
                next = next + 1 < Users.Length ? next + 1 : 0;
            }

            Interlocked.Add(ref admitted, count);
        });
        return admitted;
    }
}
