using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Investigations.Sse;

/// <summary>The response's headers, and the parts of the pipeline that would delay, store or kill a stream.</summary>
internal static class StreamResponse
{
    private const string Identity = "identity";

    public static void Prepare(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = MediaTypeNames.Text.EventStream;
        response.ContentLength = null;
        if (StringValues.IsNullOrEmpty(response.Headers.CacheControl))
        {
            response.Headers.CacheControl = "no-cache, no-store";
        }

        response.Headers["X-Accel-Buffering"] = "no";
        response.Headers.Remove(HeaderNames.ETag);

        var features = context.Features;
        features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (features.Get<IOutputCacheFeature>() is { } cache)
        {
            cache.Context.AllowCacheStorage = false;
            cache.Context.AllowLocking = false;
        }

        if (features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        if (features.Get<IHttpsCompressionFeature>() is not null)
        {
            LeaveUncompressed(response);
        }
    }

    /// <summary>
    /// Response compression passes by what has an encoding already. "identity" must not be sent (RFC 9110 §8.4), so it is taken
    /// away again when the headers leave, by when compression has made up its mind.
    /// </summary>
    private static void LeaveUncompressed(HttpResponse response)
    {
        response.Headers.ContentEncoding = Identity;
        response.OnStarting(
            static state =>
            {
                ((HttpResponse)state).Headers.Remove(HeaderNames.ContentEncoding);
                return Task.CompletedTask;
            },
            response);
    }
}
