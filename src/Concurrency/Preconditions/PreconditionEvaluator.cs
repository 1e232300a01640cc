using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Evaluates a request's preconditions, reading the current tag only where one is needed.</summary>
internal sealed class PreconditionEvaluator(IOptions<OptimisticConcurrencyOptions> options, TagReader reader)
{
    private readonly OptimisticConcurrencyOptions _options = options.Value;

    public ValueTask<Verdict> EvaluateAsync(HttpContext context, in EndpointRules rules)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
        {
            return EvaluateRead(context, rules);
        }

        if (!rules.IsProtected || _options.Mode == ConcurrencyMode.Disabled
            || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method) || HttpMethods.IsConnect(method))
        {
            return Proceed(context, rules, ExpectedVersion.Unspecified);
        }

        return EvaluateWrite(context, rules);
    }

    /// <summary>Whether a read's client has this tag, now that the handler knows the exact one.</summary>
    public bool IsNotModified(HttpContext context, EntityTag tag)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return false;
        }

        return EndpointRules.Of(context).IsConditionalGet
            && RequestPreconditions.Of(context.Request, _options).IfNoneMatch is { Kind: TagListKind.Any or TagListKind.Tags } ifNoneMatch
            && ifNoneMatch.Contains(tag, strong: false);
    }

    private ValueTask<Verdict> EvaluateWrite(HttpContext context, in EndpointRules rules)
    {
        var sent = RequestPreconditions.Of(context.Request, _options);
        var method = context.Request.Method;
        var verdict = WriteRules.Read(sent, method, _options);
        if (verdict.Outcome != Outcome.Proceed)
        {
            return new(verdict);
        }

        var expected = WriteRules.Expect(sent, method, _options);
        if (rules.Source is not { } metadata || (expected.IsUnspecified && sent.IfNoneMatch.Kind == TagListKind.Missing))
        {
            return Proceed(context, rules, expected);
        }

        var source = metadata.Resolve(context);
        var reading = reader.ReadAsync(context, source);
        return reading.IsCompletedSuccessfully
            ? new(CompareWrite(context, source, expected, sent.IfNoneMatch, reading.Result))
            : AwaitWriteAsync(context, source, expected, sent.IfNoneMatch, reading);
    }

    private static async ValueTask<Verdict> AwaitWriteAsync(
        HttpContext context, IEntityTagSource source, ExpectedVersion expected, TagList ifNoneMatch, ValueTask<EntityTag?> reading) =>
        CompareWrite(context, source, expected, ifNoneMatch, await reading);

    private static Verdict CompareWrite(
        HttpContext context, IEntityTagSource source, in ExpectedVersion expected, in TagList ifNoneMatch, EntityTag? current)
    {
        var verdict = WriteRules.Compare(expected, ifNoneMatch, context.Request.Method, current);
        if (verdict.Outcome == Outcome.Proceed)
        {
            context.Features.Set(new PreconditionFeature(context.GetEndpoint(), source, expected));
        }

        return verdict;
    }

    private ValueTask<Verdict> EvaluateRead(HttpContext context, in EndpointRules rules)
    {
        var sent = RequestPreconditions.Of(context.Request, _options);
        var ifMatch = _options.Mode == ConcurrencyMode.Disabled ? TagList.Missing : sent.IfMatch;
        if (ifMatch.Kind == TagListKind.Malformed)
        {
            return new(new Verdict(Outcome.Malformed) { HeaderName = sent.IfMatchName, Error = ifMatch.Error });
        }

        // A read loses nothing by being answered in full, so that an unreadable If-None-Match is no error.
        var ifNoneMatch = rules.IsConditionalGet && sent.IfNoneMatch.Kind != TagListKind.Malformed ? sent.IfNoneMatch : TagList.Missing;
        var expected = ExpectedVersion.From(ifMatch, _options.WeakTags == TagHandling.Reject);
        var isAsked = !expected.IsUnspecified || ifNoneMatch.Kind != TagListKind.Missing;

        return rules.Source is { } source && (isAsked || (rules.IsConditionalGet && !rules.TagsItself))
            ? ReadAndCompareAsync(context, source.Resolve(context), expected, ifNoneMatch)
            : Proceed(context, rules, expected);
    }

    private async ValueTask<Verdict> ReadAndCompareAsync(
        HttpContext context, IEntityTagSource source, ExpectedVersion expected, TagList ifNoneMatch)
    {
        // A cached tag may only say that nothing has changed; whatever else it says is read anew.
        if (expected.IsUnspecified && ifNoneMatch.Kind != TagListKind.Missing)
        {
            var recent = await reader.ReadRecentAsync(context, source);
            var answer = ReadRules.Compare(expected, ifNoneMatch, recent.Tag);
            if (answer.Outcome == Outcome.NotModified)
            {
                return answer;
            }

            if (recent.IsFresh)
            {
                return Found(context, source, expected, recent.Tag, answer);
            }
        }

        var current = await reader.RefreshAsync(context, source);
        return Found(context, source, expected, current, ReadRules.Compare(expected, ifNoneMatch, current));
    }

    private static Verdict Found(HttpContext context, IEntityTagSource source, in ExpectedVersion expected, EntityTag? current, in Verdict verdict)
    {
        if (verdict.Outcome == Outcome.Proceed)
        {
            context.Features.Set(new PreconditionFeature(context.GetEndpoint(), source, expected) { Current = current is { } tag ? new(tag) : null });
        }

        return verdict;
    }

    private static ValueTask<Verdict> Proceed(HttpContext context, in EndpointRules rules, in ExpectedVersion expected)
    {
        context.Features.Set(new PreconditionFeature(context.GetEndpoint(), rules.Source?.Resolve(context), expected));
        return new(Verdict.Proceed);
    }
}
