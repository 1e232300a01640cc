using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Evaluates the preconditions of a write. The current tag is read only when the headers leave it to that, and never from the cache.</summary>
internal sealed class WriteEvaluator(IOptions<OptimisticConcurrencyOptions> options, TagReader reader)
{
    private readonly OptimisticConcurrencyOptions _options = options.Value;

    public ValueTask<Verdict> EvaluateAsync(HttpContext context, in EndpointRules rules)
    {
        var sent = RequestPreconditions.Of(context.Request, _options);
        var method = context.Request.Method;
        var verdict = WriteRules.Read(sent, method, _options);
        if (verdict.Outcome != Outcome.Proceed)
        {
            return new(verdict);
        }

        var feature = new PreconditionFeature(
            context.GetEndpoint(), rules.Source?.Resolve(context), WriteRules.Expect(sent, method), _options.WeakTags == TagHandling.Reject);
        if (feature.Source is null || (feature.Expected.IsUnspecified && sent.IfNoneMatch.Kind == TagListKind.Missing))
        {
            context.Features.Set(feature);
            return new(verdict);
        }

        var reading = reader.ReadAsync(context, feature.Source);
        return reading.IsCompletedSuccessfully
            ? new(Compare(context, feature, sent.IfNoneMatch, reading.Result))
            : AwaitAsync(context, feature, sent.IfNoneMatch, reading);
    }

    private static async ValueTask<Verdict> AwaitAsync(
        HttpContext context, PreconditionFeature feature, TagList ifNoneMatch, ValueTask<EntityTag?> reading) =>
        Compare(context, feature, ifNoneMatch, await reading);

    private static Verdict Compare(HttpContext context, PreconditionFeature feature, in TagList ifNoneMatch, EntityTag? current)
    {
        var verdict = WriteRules.Compare(feature.Expected, ifNoneMatch, context.Request.Method, current);
        if (verdict.Outcome == Outcome.Proceed)
        {
            // That the check has looked at the version says nothing about the handler.
            feature.VersionUsed = false;
            context.Features.Set(feature);
        }

        return verdict;
    }
}
