using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>
/// Sets the rate-limit header fields when the response starts: whatever came between, an exception handler included, they are there once.
/// </summary>
internal sealed class HeaderWriter(PolicySource policies)
{
    private readonly EpochTexts _epochs = new();

    public void Write(RateLimitFeature feature)
    {
        var formats = policies.Current.Options.Headers;
        var tightest = feature.IndexOfTightest();
        if (tightest < 0 || formats == RateLimitHeaderFormats.None || !feature[tightest].Decision.IsCounted)
        {
            return;
        }

        var headers = feature.Context.Response.Headers;
        if (formats.HasFlag(RateLimitHeaderFormats.XRateLimit))
        {
            WriteTightest(headers, feature[tightest]);
        }

        if (formats.HasFlag(RateLimitHeaderFormats.RateLimit))
        {
            WriteAll(headers, feature);
        }
    }

    private void WriteTightest(IHeaderDictionary headers, in RateLimitEntry entry)
    {
        var decision = entry.Decision;
        headers[RateLimitHeaderNames.Limit] = decision.Limit == entry.Policy.Rule.PermitLimit
            ? entry.Policy.LimitText
            : decision.Limit.ToString(CultureInfo.InvariantCulture);
        headers[RateLimitHeaderNames.Remaining] = decision.Remaining.ToString(CultureInfo.InvariantCulture);
        headers[RateLimitHeaderNames.Reset] = _epochs.Of(WholeSeconds.EpochCeiling(decision.ResetAt));
    }

    private static void WriteAll(IHeaderDictionary headers, RateLimitFeature feature)
    {
        string? limits = null, quotas = null;
        for (var i = 0; i < feature.Count; i++)
        {
            ref var entry = ref feature[i];
            if (entry.Policy.Shadow || !entry.Decision.IsCounted)
            {
                continue;
            }

            var limit = string.Create(CultureInfo.InvariantCulture,
                $"{entry.Policy.RateLimitPrefix}{entry.Decision.Remaining};t={WholeSeconds.Ceiling(entry.Decision.ResetAfter)}");
            var quota = entry.Policy.PolicyItem(entry.Decision.Limit);
            limits = limits is null ? limit : $"{limits}, {limit}";
            quotas = quotas is null ? quota : $"{quotas}, {quota}";
        }

        headers[RateLimitHeaderNames.RateLimitPolicy] = quotas;
        headers[RateLimitHeaderNames.RateLimit] = limits;
    }
}
