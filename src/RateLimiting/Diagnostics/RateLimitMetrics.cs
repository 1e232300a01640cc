using System.Diagnostics.Metrics;

namespace Investigations.RateLimiting;

/// <summary>Instruments named <c>investigations.rate_limiting.*</c>. Tags name policies and outcomes, never callers.</summary>
internal sealed class RateLimitMetrics
{
    public const string MeterName = "Investigations.RateLimiting";

    private readonly Counter<long> _checks;
    private readonly Counter<long> _violations;

    public RateLimitMetrics(IMeterFactory meters, IRateLimitStore store)
    {
        var meter = meters.Create(MeterName);
        _checks = meter.CreateCounter<long>("investigations.rate_limiting.checks", "{check}", "Checks by policy and outcome.");
        _violations = meter.CreateCounter<long>("investigations.rate_limiting.violations", "{violation}", "Violation episodes by policy.");
        if (store is MemoryRateLimitStore memory)
        {
            meter.CreateObservableGauge("investigations.rate_limiting.tracked_keys", () => memory.TrackedKeys, "{key}", "Keys with a place in the memory store.");
            meter.CreateObservableCounter("investigations.rate_limiting.evictions", () => memory.Evictions, "{key}", "Keys in good standing that gave their place to another.");
            meter.CreateObservableCounter("investigations.rate_limiting.overflows", () => memory.Overflows, "{check}", "Checks of keys for which blocked keys left no place.");
        }
    }

    public void Checked(RateLimitPolicy policy, RateLimitOutcome outcome)
    {
        if (_checks.Enabled)
        {
            _checks.Add(1, new("policy", policy.Name), new("outcome", NameOf(outcome)));
        }

        if (outcome == RateLimitOutcome.Violation && _violations.Enabled)
        {
            _violations.Add(1, new KeyValuePair<string, object?>("policy", policy.Name));
        }
    }

    private static string NameOf(RateLimitOutcome outcome) => outcome switch
    {
        RateLimitOutcome.Allowed => "allowed",
        RateLimitOutcome.Violation => "violation",
        RateLimitOutcome.Blocked => "blocked",
        RateLimitOutcome.Uncounted => "uncounted",
        _ => "unavailable",
    };
}
