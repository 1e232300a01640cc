using BenchmarkDotNet.Attributes;
using Investigations.Concurrency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Benchmarks;

/// <summary>
/// A poll of an unchanged resource of 18 KB of JSON that is answered 304, beside the same one answered in full.
/// Bar: at most 0.2 of its time, and no read of the source within the time to live.
/// </summary>
[MemoryDiagnoser]
public class ConcurrencyPollBenchmarks
{
    private ConcurrencyCall? _full;
    private ConcurrencyCall? _unchanged;
    private Versions? _versions;

    [GlobalSetup]
    public void Setup()
    {
        var lines = Enumerable.Range(0, 220).Select(i => new Line(i, $"line {i}", new string('x', 40))).ToArray();
        var pipeline = new ConcurrencyPipeline(
            app => app.MapGet("/documents", () => VersionResults.Ok(lines, 3)).WithName("poll").WithVersionSource<Versions>().WithConditionalGet(),
            options => options.VersionCacheTtl = TimeSpan.FromHours(1),
            services => services.AddSingleton(_versions = new Versions()));
        _full = pipeline.Call("poll", "GET", "If-None-Match", "\"2\"").Expect(StatusCodes.Status200OK);
        _unchanged = pipeline.Call("poll", "GET", "If-None-Match", "\"3\"").Expect(StatusCodes.Status304NotModified);

        var reads = _versions!.Reads;
        _unchanged.Expect(StatusCodes.Status304NotModified);
        if (_versions.Reads != reads || _full.Expect(StatusCodes.Status200OK).BytesSent is < 17_000 or > 19_000)
        {
            throw new InvalidOperationException("The poll reads its source, or the resource is not of 18 KB.");
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _full?.Dispose();
        _unchanged?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<int> Full() => _full!.SendAsync();

    [Benchmark]
    public Task<int> Unchanged() => _unchanged!.SendAsync();

    internal sealed record Line(int Number, string Title, string Text);

    private sealed class Versions : IVersionSource
    {
        public int Reads { get; private set; }

        public ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken)
        {
            Reads++;
            return new(3);
        }

        public string? GetCacheKey(HttpContext context) => "document";
    }
}
