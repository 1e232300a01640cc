using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Evaluates a request's preconditions, and keeps on the request what its handler needs of them.</summary>
internal sealed class PreconditionEvaluator(IOptions<OptimisticConcurrencyOptions> options, WriteEvaluator writes, ReadEvaluator reads)
{
    private readonly OptimisticConcurrencyOptions _options = options.Value;

    public ValueTask<Verdict> EvaluateAsync(HttpContext context, in EndpointRules rules)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
        {
            return reads.EvaluateAsync(context, rules);
        }

        if (rules.IsProtected && _options.Mode != ConcurrencyMode.Disabled
            && !HttpMethods.IsOptions(method) && !HttpMethods.IsTrace(method) && !HttpMethods.IsConnect(method))
        {
            return writes.EvaluateAsync(context, rules);
        }

        context.Features.Set(new PreconditionFeature(context.GetEndpoint(), rules.Source?.Resolve(context), TagList.Missing, strong: false));
        return new(Verdict.Proceed);
    }
}
