using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>All policies as they were at one time, and which of them each endpoint is counted in.</summary>
internal sealed class PolicySet
{
    private readonly Dictionary<string, RateLimitPolicy> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConditionalWeakTable<Endpoint, RateLimitPolicy[]> _plans = [];
    private readonly RateLimitPolicy[] _defaultPlan;

    public PolicySet(BackoffRateLimitingOptions options)
    {
        Options = options;
        Default = new(BackoffRateLimitingOptions.DefaultPolicyName, options.Default, options.Default);
        All = [Default, .. options.Policies.Select(p => new RateLimitPolicy(p.Key, p.Value, options.Default))];
        _defaultPlan = [Default];
        foreach (var policy in All)
        {
            _byName.Add(policy.Name, policy);
        }
    }

    public BackoffRateLimitingOptions Options { get; }

    public RateLimitPolicy Default { get; }

    public IReadOnlyList<RateLimitPolicy> All { get; }

    public bool TryGet(string name, [NotNullWhen(true)] out RateLimitPolicy? policy) => _byName.TryGetValue(name, out policy);

    public RateLimitPolicy Get(string name) => TryGet(name, out var policy) ? policy : throw new InvalidOperationException(Missing(name, this));

    public RateLimitPolicy[] PlanOf(Endpoint? endpoint)
    {
        if (endpoint is null)
        {
            return _defaultPlan;
        }

        var metadata = endpoint.Metadata.GetOrderedMetadata<IRateLimitMetadata>();
        if (metadata.Count == 0)
        {
            return _defaultPlan;
        }

        if (!_plans.TryGetValue(endpoint, out var plan))
        {
            plan = Plan(metadata);
            _plans.AddOrUpdate(endpoint, plan);
        }

        return plan;
    }

    /// <summary>From the outermost group to the endpoint itself, so that the nearest word counts.</summary>
    private RateLimitPolicy[] Plan(IReadOnlyList<IRateLimitMetadata> metadata)
    {
        List<RateLimitPolicy> plan = [Default];
        foreach (var item in metadata)
        {
            switch (item)
            {
                case DisableBackoffRateLimitingAttribute:
                    plan.Clear();
                    break;
                case WithoutDefaultRateLimitAttribute:
                    plan.Remove(Default);
                    break;
                case RateLimitAttribute named when Get(named.Policy) is var policy && !plan.Contains(policy):
                    plan.Add(policy);
                    break;
            }
        }

        return [.. plan];
    }

    internal static string Missing(string name, PolicySet policies) =>
        $"There is no rate limit policy '{name}', only {string.Join(", ", policies.All.Select(static p => $"'{p.Name}'"))}. Add it with {nameof(BackoffRateLimitingOptions)}.{nameof(BackoffRateLimitingOptions.AddPolicy)}.";
}
