using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Investigations.Concurrency;

/// <summary>The headers that go with a version, the same on 200 and 304.</summary>
internal sealed class VersionHeaders(IOptions<OptimisticConcurrencyOptions> options)
{
    private readonly OptimisticConcurrencyOptions _options = options.Value;

    public string Format(EntityTag tag) => (_options.EmitWeakTags ? tag.AsWeak() : tag).ToString();

    public void Write(HttpContext context, EntityTag tag)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsPut(method) || _options.EmitETagOnPut)
        {
            context.Response.Headers.ETag = Format(tag);
        }

        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
        {
            WriteCaching(context);
        }
    }

    private void WriteCaching(HttpContext context)
    {
        var headers = context.Response.Headers;
        var own = context.GetEndpoint()?.Metadata.GetMetadata<ConditionalGetMetadata>();
        var cacheControl = own?.CacheControl ?? _options.CacheControl;
        if (cacheControl.Length > 0 && headers.CacheControl.Count == 0)
        {
            headers.CacheControl = cacheControl;
        }

        var vary = own?.Vary ?? _options.Vary;
        if (vary.Length > 0 && !Varies(headers.Vary, vary))
        {
            headers.Append(HeaderNames.Vary, vary);
        }
    }

    private static bool Varies(StringValues lines, string names)
    {
        foreach (var line in lines)
        {
            if (line?.Contains(names, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }
}
