using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting;

/// <summary>
/// Counts a request in policies: the one core behind every way in. A policy that has counted the request already is not asked again, whoever
/// asked it first; a rejection gives back what the policies before it have taken.
/// </summary>
internal sealed class RateLimitGate(
    PolicySource policies, IRateLimitStore store, FeatureSource features, RateLimitMetrics metrics, ILogger<RateLimitGate> logger)
{
    public PolicySet Policies => policies.Current;

    public IRateLimitStore Store => store;

    /// <summary>Counts the request. The feature tells whether it is rejected.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public ValueTask<RateLimitFeature> CountAsync(HttpContext context, RateLimitPolicy[] plan)
    {
        var feature = FeatureOf(context);
        for (var i = 0; i < plan.Length && !feature.IsRejected; i++)
        {
            if (!TryCount(context, feature, plan[i]))
            {
                return CountSlowlyAsync(context, feature, plan, i);
            }
        }

        return NeedsGivingBack(feature) ? GiveBackAsync(feature) : new(feature);
    }

    /// <summary>Counts the request in one policy unless it was already. False: the store has to be waited for, nothing was counted.</summary>
    public bool TryCount(HttpContext context, RateLimitFeature feature, RateLimitPolicy policy)
    {
        if (feature.IndexOf(policy) >= 0)
        {
            return true;
        }

        var entry = new RateLimitEntry { Policy = policy, Key = policy.KeyOf(context) };
        if (entry.Key.IsUnlimited)
        {
            return true;
        }

        entry.Rule = policy.RuleFor(context);
        try
        {
            if (!store.TryCheck(entry.Key, entry.Rule, 1, out entry.Decision))
            {
                return false;
            }
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            entry.Decision = Faulted(entry.Rule, e);
        }

        Add(feature, entry);
        return true;
    }

    public RateLimitFeature FeatureOf(HttpContext context) => features.Of(context, this);

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

    private async ValueTask<RateLimitFeature> CountSlowlyAsync(HttpContext context, RateLimitFeature feature, RateLimitPolicy[] plan, int from)
    {
        for (var i = from; i < plan.Length && !feature.IsRejected; i++)
        {
            if (!TryCount(context, feature, plan[i]))
            {
                await CountAsync(context, feature, plan[i]);
            }
        }

        return NeedsGivingBack(feature) ? await GiveBackAsync(feature) : feature;
    }

    private async ValueTask CountAsync(HttpContext context, RateLimitFeature feature, RateLimitPolicy policy)
    {
        var entry = new RateLimitEntry { Policy = policy, Key = policy.KeyOf(context), Rule = policy.RuleFor(context) };
        try
        {
            entry.Decision = await store.CheckAsync(entry.Key, entry.Rule, 1, context.RequestAborted);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            entry.Decision = Faulted(entry.Rule, e);
        }

        Add(feature, entry);
    }

    private static bool NeedsGivingBack(RateLimitFeature feature) => feature is { IsRejected: true, Count: > 1, IsGivenBack: false };

    private async ValueTask<RateLimitFeature> GiveBackAsync(RateLimitFeature feature)
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

    private void Add(RateLimitFeature feature, in RateLimitEntry entry)
    {
        feature.Add(entry);
        metrics.Checked(entry.Policy, entry.Decision.Outcome);
        if (entry.Decision.Outcome == RateLimitOutcome.Violation)
        {
            Log.Violation(logger, entry.Policy.Name, entry.Decision.Violations, entry.Decision.RetryAfterSeconds, entry.Policy.Shadow);
        }
    }

    private RateLimitDecision Faulted(RateLimitRule rule, Exception exception)
    {
        Log.StoreFaulted(logger, exception);
        return new() { Outcome = RateLimitOutcome.Uncounted, Limit = rule.PermitLimit, Remaining = rule.PermitLimit };
    }
}
