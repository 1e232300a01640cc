using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting;

/// <summary>Takes what a request costs beyond its one permit, and gives back what a rejected one has taken of other policies.</summary>
internal sealed class Charging(IRateLimitStore store, ILogger<Charging> logger)
{
    public async ValueTask ChargeAsync(RateLimitFeature feature, int cost, CancellationToken cancellationToken)
    {
        for (var i = 0; i < feature.Count; i++)
        {
            if (feature[i].Decision.Outcome == RateLimitOutcome.Allowed)
            {
                await ChargeAsync(feature, i, cost, cancellationToken);
            }
        }
    }

    /// <summary>Gives back the permits of the policies before the one that rejects, which is the last.</summary>
    public async ValueTask<RateLimitFeature> GiveBackAsync(RateLimitFeature feature)
    {
        feature.IsGivenBack = true;
        for (var i = 0; i < feature.Count - 1; i++)
        {
            if (feature[i].Decision.Outcome == RateLimitOutcome.Allowed)
            {
                await ChargeAsync(feature, i, -1, CancellationToken.None);
            }
        }

        return feature;
    }

    private async ValueTask ChargeAsync(RateLimitFeature feature, int index, int cost, CancellationToken cancellationToken)
    {
        var entry = feature[index];
        try
        {
            var decision = await store.ChargeAsync(entry.Key, entry.Rule, cost, cancellationToken);
            if (decision.Outcome == RateLimitOutcome.Allowed)
            {
                feature[index].Decision = decision;
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ChargeFaulted(logger, cost, e);
        }
    }
}
