using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting;

/// <summary>
/// Counts a request in policies: the one core behind every way in. A policy that has counted the request already is not asked again, whoever
/// asked it first; a rejection gives back what the policies before it have taken, and looks at those after it.
/// </summary>
internal sealed class RateLimitGate(
    PolicySource policies, IRateLimitStore store, FeatureSource features, Charging charging, RateLimitMetrics metrics, ILogger<RateLimitGate> logger)
{
    public PolicySet Policies => policies.Current;

    public IRateLimitStore Store => store;

    /// <summary>Whether something in the pipeline counts every request in its endpoint's policies.</summary>
    public bool IsInPipeline { get; set; }

    /// <summary>Counts the request. The feature tells whether it is rejected.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public ValueTask<RateLimitFeature> CountAsync(HttpContext context, RateLimitPolicy[] plan)
    {
        var feature = FeatureOf(context);
        for (var i = 0; i < plan.Length && !feature.IsRejected; i++)
        {
            if (!TryCount(context, feature, plan[i], out var pending))
            {
                return CountSlowlyAsync(context, feature, plan, i, pending);
            }
        }

        return NeedsSettling(feature, plan) ? SettleAsync(context, feature, plan) : new(feature);
    }

    /// <summary>Counts the request in one policy unless it was already. False: the store has to be waited for, nothing was counted.</summary>
    public bool TryCount(HttpContext context, RateLimitFeature feature, RateLimitPolicy policy) => TryCount(context, feature, policy, out _);

    public RateLimitFeature FeatureOf(HttpContext context) => features.Of(context, this);

    public ValueTask ChargeAsync(RateLimitFeature feature, int cost, CancellationToken cancellationToken) => charging.ChargeAsync(feature, cost, cancellationToken);

    /// <summary>Asks the application who is counted where that is not for counting. What its delegates throw is logged: false.</summary>
    public bool TryIdentifyQuietly(HttpContext context, RateLimitPolicy policy, out RateLimitEntry entry)
    {
        entry = default;
        try
        {
            return TryIdentify(context, policy, ref entry);
        }
        catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }

    private bool TryCount(HttpContext context, RateLimitFeature feature, RateLimitPolicy policy, out RateLimitEntry entry)
    {
        entry = default;
        if (feature.IndexOf(policy) >= 0 || !TryIdentify(context, policy, ref entry))
        {
            return true;
        }

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

    /// <summary>Asks the application who is counted, and up to where. False: the caller is not limited.</summary>
    /// <remarks>What its delegates throw fails the request: passing it uncounted would lift the limit for whoever can make them throw.</remarks>
    private bool TryIdentify(HttpContext context, RateLimitPolicy policy, ref RateLimitEntry entry)
    {
        try
        {
            entry.Policy = policy;
            entry.Key = policy.KeyOf(context);
            entry.Rule = entry.Key.IsUnlimited ? policy.Rule : policy.RuleFor(context);
            return !entry.Key.IsUnlimited;
        }
        catch (Exception e)
        {
            Log.DelegateFailed(logger, policy.Name, e);
            throw;
        }
    }

    /// <summary>Goes on where the store has to be waited for.</summary>
    private async ValueTask<RateLimitFeature> CountSlowlyAsync(
        HttpContext context, RateLimitFeature feature, RateLimitPolicy[] plan, int at, RateLimitEntry pending)
    {
        await CheckAsync(context, feature, pending);
        while (++at < plan.Length && !feature.IsRejected)
        {
            if (!TryCount(context, feature, plan[at], out pending))
            {
                await CheckAsync(context, feature, pending);
            }
        }

        return NeedsSettling(feature, plan) ? await SettleAsync(context, feature, plan) : feature;
    }

    private async ValueTask CheckAsync(HttpContext context, RateLimitFeature feature, RateLimitEntry entry)
    {
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

    private static bool NeedsSettling(RateLimitFeature feature, RateLimitPolicy[] plan) =>
        feature is { IsRejected: true, IsSettled: false } && (feature.Count > 1 || plan.Length > 1);

    /// <summary>A request that one policy rejects costs the others nothing, and is told when all of them will let it pass.</summary>
    private async ValueTask<RateLimitFeature> SettleAsync(HttpContext context, RateLimitFeature feature, RateLimitPolicy[] plan)
    {
        feature.IsSettled = true;
        await charging.GiveBackAsync(feature);
        foreach (var policy in plan)
        {
            if (!policy.Shadow && feature.IndexOf(policy) < 0 && feature[feature.Rejection].Decision.IsCounted)
            {
                await LookAsync(context, feature, policy);
            }
        }

        return feature;
    }

    private async ValueTask LookAsync(HttpContext context, RateLimitFeature feature, RateLimitPolicy policy)
    {
        if (!TryIdentifyQuietly(context, policy, out var entry))
        {
            return;
        }

        try
        {
            entry.Decision = await store.PeekAsync(entry.Key, entry.Rule, context.RequestAborted);
            feature.Add(entry);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The request is rejected already, and answered with what is known.
            Log.LookFaulted(logger, policy.Name, e);
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
