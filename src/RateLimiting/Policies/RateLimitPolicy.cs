using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>A policy ready for use: its rule, whom it tells apart, and the parts of its header fields that do not change.</summary>
internal sealed class RateLimitPolicy
{
    private const int RememberedLimits = 64;

    private readonly Func<HttpContext, RateLimitKey> _partitionBy;
    private readonly Func<HttpContext, int?>? _permitLimitBy;
    private readonly ConcurrentDictionary<int, RateLimitRule> _rules = new();
    private readonly string _policyItem;

    public RateLimitPolicy(string name, RateLimitPolicyOptions options, RateLimitPolicyOptions inherited)
    {
        Rule = RateLimitRule.From(name, options, inherited);
        Shadow = options.Shadow ?? inherited.Shadow ?? false;
        _partitionBy = options.PartitionBy ?? inherited.PartitionBy ?? RateLimitKeys.UserOrAddress;
        _permitLimitBy = options.PermitLimitBy ?? inherited.PermitLimitBy;
        RateLimitPrefix = $"\"{name}\";r=";
        LimitText = Rule.PermitLimit.ToString(CultureInfo.InvariantCulture);
        _policyItem = Item(Rule.PermitLimit);
    }

    public string Name => Rule.Policy;

    public RateLimitRule Rule { get; }

    public bool Shadow { get; }

    public string LimitText { get; }

    public string RateLimitPrefix { get; }

    public RateLimitKey KeyOf(HttpContext context) => _partitionBy(context);

    public RateLimitRule RuleFor(HttpContext context) => _permitLimitBy?.Invoke(context) is { } limit && limit != Rule.PermitLimit
        ? RuleWith(Math.Clamp(limit, RateLimitRanges.MinPermitLimit, RateLimitRanges.MaxPermitLimit))
        : Rule;

    public string PolicyItem(int limit) => limit == Rule.PermitLimit ? _policyItem : Item(limit);

    private RateLimitRule RuleWith(int limit)
    {
        if (!_rules.TryGetValue(limit, out var rule))
        {
            rule = Rule.WithPermitLimit(limit);
            if (_rules.Count < RememberedLimits)
            {
                _rules.TryAdd(limit, rule);
            }
        }

        return rule;
    }

    private string Item(int limit) => string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";q={limit};w={WholeSeconds.Ceiling(Rule.Window)}");
}
