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
            WriteCaching(context.Response.Headers);
        }
    }

    private void WriteCaching(IHeaderDictionary headers)
    {
        if (_options.CacheControl.Length > 0 && headers.CacheControl.Count == 0)
        {
            headers.CacheControl = _options.CacheControl;
        }

        if (_options.Vary.Length > 0 && !Varies(headers.Vary))
        {
            headers.Append(HeaderNames.Vary, _options.Vary);
        }
    }

    private bool Varies(StringValues vary)
    {
        foreach (var line in vary)
        {
            if (line?.Contains(_options.Vary, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }
}
