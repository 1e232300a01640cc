using Investigations.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse;

/// <summary>What comes before any stream: negotiation, options, admission; and what comes after it.</summary>
internal static class StreamRequest
{
    public static SseEngine Engine(HttpContext context) => context.RequestServices.GetService<SseEngine>()
        ?? throw new InvalidOperationException($"Streams need services. Call 'services.{nameof(SseServiceCollectionExtensions.AddSse)}()' where the application is set up.");

    public static async Task RunAsync(HttpContext context, Action<SseStreamOptions>? configure, Func<SseConnection, Task> run)
    {
        var engine = Engine(context);
        if (!Accepts.AnEventStream(context.Request))
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status406NotAcceptable, "not_acceptable", "Not acceptable", $"This is a stream of type {Accepts.EventStream}, which the Accept header leaves out.");
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            StreamResponse.Prepare(context);
            await context.Response.StartAsync();
            return;
        }

        var connection = new SseConnection(context, engine, OptionsFor(context, engine, configure));
        var admission = engine.Connections.TryAdd(connection);
        if (admission != Admission.Admitted)
        {
            await Rejection.WriteAsync(context, engine, admission);
            return;
        }

        connection.Open();
        engine.Metrics.Opened();
        engine.Logger.StreamOpened();
        try
        {
            await run(connection);
        }
        finally
        {
            engine.Connections.Remove(connection);
            connection.Close();
            engine.Logger.StreamEnded(connection.EndedBy);
        }
    }

    private static SseStreamOptions OptionsFor(HttpContext context, SseEngine engine, Action<SseStreamOptions>? configure)
    {
        var ofEndpoint = context.GetEndpoint()?.Metadata.GetMetadata<SseEndpointMetadata>()?.Configure;
        if (ofEndpoint is null && configure is null)
        {
            return engine.Defaults;
        }

        var options = engine.NewOptions();
        ofEndpoint?.Invoke(options);
        configure?.Invoke(options);
        return SseOptionsValidator.Check(options) is { } problem ? throw new InvalidOperationException(problem) : options;
    }
}
