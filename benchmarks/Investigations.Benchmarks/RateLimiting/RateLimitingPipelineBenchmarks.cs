using System.Net;
using BenchmarkDotNet.Attributes;
using Investigations.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Benchmarks;

/// <summary>
/// What the middleware adds to a request by itself, over a bare context: the check, the feature, and the headers when the response starts.
/// Bar: at most 400 bytes with all headers, and 64 without.
/// </summary>
[MemoryDiagnoser]
public class RateLimitingPipelineBenchmarks
{
    private RequestDelegate? _none;
    private RequestDelegate? _silent;
    private RequestDelegate? _all;
    private ServiceProvider? _services;
    private readonly StartingContext _context = new();

    [GlobalSetup]
    public void Setup()
    {
        _none = static _ => Task.CompletedTask;
        _silent = Pipeline(RateLimitHeaderFormats.None);
        _all = Pipeline(RateLimitHeaderFormats.All);
        AllHeaders().GetAwaiter().GetResult();
        if (_context.Response.Headers.Count != 5)
        {
            throw new InvalidOperationException("The pipeline writes no headers.");
        }
    }

    [Benchmark(Baseline = true)]
    public Task None() => _context.RunAsync(_none!);

    [Benchmark]
    public Task NoHeaders() => _context.RunAsync(_silent!);

    [Benchmark]
    public Task AllHeaders() => _context.RunAsync(_all!);

    [GlobalCleanup]
    public void Cleanup() => _services?.Dispose();

    private RequestDelegate Pipeline(RateLimitHeaderFormats headers)
    {
        var services = new ServiceCollection();
        services.AddBackoffRateLimiting(o => (o.Default.PermitLimit, o.Default.Window, o.Headers) = (1_000_000, TimeSpan.FromMilliseconds(100), headers));
        _services = services.BuildServiceProvider();
        var app = new ApplicationBuilder(_services);
        app.UseBackoffRateLimiting();
        app.Run(static _ => Task.CompletedTask);
        return app.Build();
    }

    /// <summary>A context that is used again and again, as a server's is, and that starts its response at the end of a request.</summary>
    private sealed class StartingContext
    {
        private readonly DefaultHttpContext _context = new();
        private readonly Response _response = new();

        public StartingContext()
        {
            _context.Features.Set<IHttpResponseFeature>(_response);
            _context.Features.Set<IPersistentStateFeature>(new Connection());
            _context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        }

        public HttpResponse Response => _context.Response;

        public async Task RunAsync(RequestDelegate pipeline)
        {
            _context.Features.Set<IRateLimitFeature>(null);
            await pipeline(_context);
            await _response.StartAsync();
        }
    }

    private sealed class Connection : IPersistentStateFeature
    {
        public IDictionary<object, object?> State { get; } = new Dictionary<object, object?>();
    }

    private sealed class Response : HttpResponseFeature
    {
        private Func<object, Task>? _callback;
        private object? _state;

        public override void OnStarting(Func<object, Task> callback, object state) => (_callback, _state) = (callback, state);

        public Task StartAsync()
        {
            var (callback, state) = (_callback, _state);
            (_callback, _state) = (null, null);
            return callback is null ? Task.CompletedTask : callback(state!);
        }
    }
}
