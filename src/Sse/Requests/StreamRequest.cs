using Investigations.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse;

/// <summary>What comes before any stream: negotiation, options, admission.</summary>
internal static class StreamRequest
{
    public static SseEngine Engine(HttpContext context) => context.RequestServices.GetService<SseEngine>()
        ?? throw new InvalidOperationException($"Streams need services. Call 'services.{nameof(SseServiceCollectionExtensions.AddSse)}()' where the application is set up.");

    /// <summary>Opens a stream, or says how the request was answered instead.</summary>
    /// <exception cref="InvalidOperationException">The handler has answered already, or options are not valid.</exception>
    public static SseConnection? Open(HttpContext context, SseEngine engine, Action<SseStreamOptions>? configure, out Task answer)
    {
        if (context.Response.HasStarted)
        {
            throw new InvalidOperationException("A stream can't be sent: the response has started already.");
        }

        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            throw new InvalidOperationException($"A stream can't be sent: its status must be 200, but has been set to {context.Response.StatusCode}.");
        }

        if (!Accepts.AnEventStream(context.Request))
        {
            answer = Problem.WriteAsync(
                context, StatusCodes.Status406NotAcceptable, "not_acceptable", "Not acceptable", $"This is a stream of type {Accepts.EventStream}, which the Accept header leaves out.");
            return null;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            StreamResponse.Prepare(context);
            answer = context.Response.StartAsync();
            return null;
        }

        var connection = new SseConnection(context, engine, OptionsFor(context, engine, configure));
        var admission = engine.Connections.TryAdd(connection);
        answer = admission == Admission.Admitted ? Task.CompletedTask : Rejection.WriteAsync(context, engine, admission);
        if (admission != Admission.Admitted)
        {
            return null;
        }

        connection.Open();
        return connection;
    }

    public static SseStreamOptions OptionsFor(HttpContext context, SseEngine engine, Action<SseStreamOptions>? configure)
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
