using Investigations.Concurrency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Benchmarks;

/// <summary>The endpoints that are measured, called without a server: the difference between two of them is what protection costs.</summary>
internal sealed class ConcurrencyPipeline
{
    private readonly WebApplication _app;

    public ConcurrencyPipeline(Action<WebApplication> map, Action<OptimisticConcurrencyOptions>? configure = null, Action<IServiceCollection>? add = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddOptimisticConcurrency(configure);
        add?.Invoke(builder.Services);
        _app = builder.Build();
        map(_app);
    }

    /// <summary>A request to the endpoint of that name, to be made over and over on one context.</summary>
    public ConcurrencyCall Call(string endpoint, string method, string header, string value, byte[]? body = null) => new(
        _app.Services,
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints)
            .Single(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == endpoint),
        method, header, value, body);
}
