using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Evaluates the preconditions of a read, where it can without asking the source.</summary>
internal sealed class ReadEvaluator(IOptions<OptimisticConcurrencyOptions> options, TagReader reader)
{
    private readonly OptimisticConcurrencyOptions _options = options.Value;

    private bool IsStrong => _options.WeakTags == TagHandling.Reject;

    /// <summary>Whether the client has this tag, now that the handler knows the exact one.</summary>
    public bool IsNotModified(HttpContext context, EntityTag tag) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && EndpointRules.Of(context).IsConditionalGet
        && RequestPreconditions.Of(context.Request, _options).IfNoneMatch.Contains(tag, strong: false);

    public ValueTask<Verdict> EvaluateAsync(HttpContext context, in EndpointRules rules)
    {
        var sent = RequestPreconditions.Of(context.Request, _options);
        var ifMatch = _options.Mode == ConcurrencyMode.Disabled ? TagList.Missing : sent.IfMatch;
        if (ifMatch.Kind == TagListKind.Malformed)
        {
            return new(new Verdict(Outcome.Malformed) { HeaderName = sent.IfMatchName, Error = ifMatch.Error });
        }

        // A read loses nothing by being answered in full, so that an unreadable If-None-Match is no error.
        var ifNoneMatch = rules.IsConditionalGet && sent.IfNoneMatch.Kind != TagListKind.Malformed ? sent.IfNoneMatch : TagList.Missing;
        var isAsked = ifMatch.Kind != TagListKind.Missing || ifNoneMatch.Kind != TagListKind.Missing;
        var source = rules.Source?.Resolve(context);

        return source is not null && (isAsked || (rules.IsConditionalGet && !rules.TagsItself))
            ? ReadAndCompareAsync(context, source, ifMatch, ifNoneMatch)
            : new(Found(context, source, ifMatch, current: null, Verdict.Proceed));
    }

    private async ValueTask<Verdict> ReadAndCompareAsync(HttpContext context, IEntityTagSource source, TagList ifMatch, TagList ifNoneMatch)
    {
        var expected = ExpectedVersion.From(ifMatch, IsStrong);

        // A cached tag may only say that nothing has changed; whatever else it says is read anew.
        if (ifMatch.Kind == TagListKind.Missing && ifNoneMatch.Kind != TagListKind.Missing)
        {
            var recent = await reader.ReadRecentAsync(context, source);
            var answer = ReadRules.Compare(expected, ifNoneMatch, recent.Tag);
            if (recent.IsFresh || answer.Outcome == Outcome.NotModified)
            {
                return Found(context, source, ifMatch, recent.Tag, answer);
            }
        }

        var current = await reader.RefreshAsync(context, source);
        return Found(context, source, ifMatch, current, ReadRules.Compare(expected, ifNoneMatch, current));
    }

    private Verdict Found(HttpContext context, IEntityTagSource? source, in TagList ifMatch, EntityTag? current, in Verdict verdict)
    {
        if (verdict.Outcome == Outcome.Proceed)
        {
            context.Features.Set(current is { } tag
                ? new TaggedFeature(context.GetEndpoint(), source, ifMatch, IsStrong, tag)
                : new PreconditionFeature(context.GetEndpoint(), source, ifMatch, IsStrong));
        }

        return verdict;
    }
}
