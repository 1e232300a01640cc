using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting;

/// <summary>Takes what a request costs beyond its one permit, and gives back what a rejected one has taken of other policies.</summary>
internal sealed class Charging(IRateLimitStore store, ILogger<Charging> logger)
{
    public async ValueTask ChargeAsync(RateLimitFeature feature, int cost, CancellationToken cancellationToken)
    {
        var counted = feature.IsRejected ? feature.Rejection : feature.Count;
        for (var i = 0; i < counted; i++)
        {
            if (feature[i].Decision.Outcome == RateLimitOutcome.Allowed)
            {
                await ChargeAsync(feature, i, cost, cancellationToken);
            }
        }
    }

    /// <summary>Gives back the permits of the policies before the one that rejects.</summary>
    public async ValueTask GiveBackAsync(RateLimitFeature feature)
    {
        for (var i = 0; i < feature.Rejection; i++)
        {
            if (feature[i].Decision.Outcome == RateLimitOutcome.Allowed)
            {
                await ChargeAsync(feature, i, -1, CancellationToken.None);
            }
        }
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
