using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Investigations.Sse.Tests;

/// <summary>The package's parts without a server.</summary>
internal static class Engines
{
    public static ServiceProvider Services(TimeProvider? time = null, Action<SseOptions>? configure = null) => new ServiceCollection()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug))
        .AddSingleton<ILoggerProvider, LogCollector>()
        .AddSingleton(time ?? TimeProvider.System)
        .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
        .AddSse(configure)
        .BuildServiceProvider();

    public static LogCollector Logs(this IServiceProvider services) => (LogCollector)services.GetRequiredService<ILoggerProvider>();

    public static SseConnection Connection(IServiceProvider services, Stream? body = null, IHttpRequestLifetimeFeature? lifetime = null)
    {
        var engine = services.GetRequiredService<SseEngine>();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body ?? Stream.Null));
        if (lifetime is not null)
        {
            context.Features.Set(lifetime);
        }

        return new SseConnection(context, engine, engine.Defaults);
    }
}
