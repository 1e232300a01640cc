using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>Turns streams away early. A request is taken for one if its endpoint says so or it asks for nothing else.</summary>
internal sealed class AdmissionMiddleware(RequestDelegate next, SseEngine engine)
{
    public Task InvokeAsync(HttpContext context)
    {
        var connections = engine.Connections;
        var admission = connections.IsDraining ? Admission.Draining : connections.IsFull ? Admission.Full : Admission.Admitted;
        return admission == Admission.Admitted || !IsForAStream(context) ? next(context) : Rejection.WriteAsync(context, engine, admission);
    }

    private static bool IsForAStream(HttpContext context) =>
        !HttpMethods.IsHead(context.Request.Method)
        && (context.GetEndpoint() is { } endpoint
            ? endpoint.Metadata.GetMetadata<SseEndpointMetadata>() is not null
            : Accepts.OnlyAnEventStream(context.Request));
}
