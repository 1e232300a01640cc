using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Investigations.Concurrency;

/// <summary>The preconditions that a request has. Dates (<c>If-Unmodified-Since</c>) are not among them: versions say more.</summary>
internal readonly ref struct RequestPreconditions
{
    private RequestPreconditions(TagList ifMatch, TagList ifNoneMatch, string ifMatchName)
    {
        IfMatch = ifMatch;
        IfNoneMatch = ifNoneMatch;
        IfMatchName = ifMatchName;
    }

    public TagList IfMatch { get; }

    public TagList IfNoneMatch { get; }

    /// <summary>The header that <see cref="IfMatch"/> was taken from.</summary>
    public string IfMatchName { get; }

    public static RequestPreconditions Of(HttpRequest request, OptimisticConcurrencyOptions options)
    {
        var allowBare = options.BareVersions == TagHandling.Accept;
        var ifNoneMatch = TagListParser.Parse(request.Headers.IfNoneMatch, allowBare);
        var standard = TagListParser.Parse(request.Headers.IfMatch, allowBare);
        if (string.Equals(options.HeaderName, HeaderNames.IfMatch, StringComparison.OrdinalIgnoreCase))
        {
            return new(standard, ifNoneMatch, HeaderNames.IfMatch);
        }

        var named = TagListParser.Parse(request.Headers[options.HeaderName], allowBare);
        return (named.Kind, standard.Kind) switch
        {
            (TagListKind.Missing, not TagListKind.Missing) => new(standard, ifNoneMatch, HeaderNames.IfMatch),
            (_, TagListKind.Missing) => new(named, ifNoneMatch, options.HeaderName),
            (not TagListKind.Malformed, TagListKind.Malformed) => new(standard, ifNoneMatch, HeaderNames.IfMatch),
            (TagListKind.Malformed, _) => new(named, ifNoneMatch, options.HeaderName),
            _ when named.Agrees(standard) => new(named, ifNoneMatch, options.HeaderName),
            _ => new(TagList.Malformed(TagListError.Disagreeing), ifNoneMatch, options.HeaderName),
        };
    }
}
