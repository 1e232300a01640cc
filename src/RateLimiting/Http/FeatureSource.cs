using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting;

/// <summary>
/// Puts a feature on a request and binds it to the response's headers. A connection's requests (on HTTP/2, a stream's place's) follow one
/// another, so one feature serves them all where the server keeps state between them, as Kestrel does.
/// </summary>
internal sealed class FeatureSource
{
    private static readonly object StateKey = new();

    private readonly PolicySource _policies;
    private readonly HeaderWriter _headers;
    private readonly ILogger<FeatureSource> _logger;
    private readonly Func<object, Task> _onStarting;
    private int _warned;

    public FeatureSource(PolicySource policies, HeaderWriter headers, ILogger<FeatureSource> logger)
    {
        (_policies, _headers, _logger) = (policies, headers, logger);
        _onStarting = OnStarting;
    }

    /// <summary>The request's feature; made and bound to its response when there is none.</summary>
    public RateLimitFeature Of(HttpContext context, RateLimitGate gate)
    {
        if (context.Features.Get<IRateLimitFeature>() is RateLimitFeature known)
        {
            return known;
        }

        var feature = Take(context.Features.Get<IPersistentStateFeature>()?.State);
        feature.Begin(context, gate);
        context.Features.Set<IRateLimitFeature>(feature);
        if (context.Response.HasStarted)
        {
            Log.ResponseStarted(_logger);
        }
        else if (feature.LacksEndpoint || _policies.Current.Options.Headers != RateLimitHeaderFormats.None)
        {
            context.Response.OnStarting(_onStarting, feature);
        }

        return feature;
    }

    private static RateLimitFeature Take(IDictionary<object, object?>? state)
    {
        if (state is null)
        {
            return new();
        }

        if (state.TryGetValue(StateKey, out var last) && last is RateLimitFeature feature && feature.TryEnd())
        {
            return feature;
        }

        feature = new();
        state[StateKey] = feature;
        return feature;
    }

    private Task OnStarting(object state)
    {
        var feature = (RateLimitFeature)state;
        _headers.Write(feature);
        WarnIfCountedBeforeRouting(feature);
        return Task.CompletedTask;
    }

    private void WarnIfCountedBeforeRouting(RateLimitFeature feature)
    {
        if (feature.LacksEndpoint
            && feature.Context.GetEndpoint() is { } endpoint
            && endpoint.Metadata.GetMetadata<IRateLimitMetadata>() is not null
            && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            Log.CountedBeforeRouting(_logger, endpoint.DisplayName);
        }
    }
}
