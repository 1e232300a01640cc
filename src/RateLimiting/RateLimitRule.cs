using System.Diagnostics.CodeAnalysis;

namespace Investigations.RateLimiting;

/// <summary>
/// What a check is made against. It travels with each check and is no part of what a store keeps, so that a change of limits acts at once.
/// Instances are immutable; the values are those of valid options.
/// </summary>
public sealed class RateLimitRule
{
    private RateLimitRule(string policy) => Policy = policy;

    /// <summary>The policy's name; the same key under two policies is counted apart.</summary>
    public string Policy { get; }

    /// <summary>Permits a window, 1 to 1 000 000.</summary>
    public required int PermitLimit { get; init; }

    /// <summary>The window, 1 ms to 1 day.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How requests are counted.</summary>
    public required RateLimitAlgorithm Algorithm { get; init; }

    /// <summary>Whether violations beyond the free ones block for longer than the natural wait.</summary>
    public required bool BackoffEnabled { get; init; }

    /// <summary>The first penalty, more than zero.</summary>
    public required TimeSpan BasePenalty { get; init; }

    /// <summary>How much longer each penalty is than the one before it, at least 1.</summary>
    public required double Factor { get; init; }

    /// <summary>The longest penalty.</summary>
    public required TimeSpan MaxPenalty { get; init; }

    /// <summary>Violations in a row without a penalty.</summary>
    public required int FreeViolations { get; init; }

    /// <summary>The time after which one violation is forgiven.</summary>
    public required TimeSpan DecayInterval { get; init; }

    /// <summary>The largest random lengthening of a penalty, 0 to 1.</summary>
    public required double JitterRatio { get; init; }

    /// <summary>Where counting violations stops.</summary>
    public required int MaxViolations { get; init; }

    /// <summary>Requests during a block that count as one more violation; 0: none do.</summary>
    public required int BlockedRequestsPerViolation { get; init; }

    internal UInt128 PolicyHash { get; private init; }

    internal LimitAlgorithm Law { get; private init; } = FixedWindow.Instance;

    [SetsRequiredMembers]
    private RateLimitRule(RateLimitRule other, int permitLimit, bool backoff)
    {
        Policy = other.Policy;
        PolicyHash = other.PolicyHash;
        Law = other.Law;
        PermitLimit = permitLimit;
        BackoffEnabled = backoff;
        Window = other.Window;
        Algorithm = other.Algorithm;
        BasePenalty = other.BasePenalty;
        Factor = other.Factor;
        MaxPenalty = other.MaxPenalty;
        FreeViolations = other.FreeViolations;
        DecayInterval = other.DecayInterval;
        JitterRatio = other.JitterRatio;
        MaxViolations = other.MaxViolations;
        BlockedRequestsPerViolation = other.BlockedRequestsPerViolation;
    }

    internal RateLimitRule WithPermitLimit(int limit) => new(this, limit, BackoffEnabled);

    internal RateLimitRule WithoutBackoff() => new(this, PermitLimit, backoff: false);

    /// <summary>The rule of a policy whose members, where null, come from another policy and then from the built-in values.</summary>
    internal static RateLimitRule From(string name, RateLimitPolicyOptions policy, RateLimitPolicyOptions inherited)
    {
        var (own, given) = (policy.Backoff, inherited.Backoff);
        var window = policy.Window ?? inherited.Window ?? TimeSpan.FromMinutes(1);
        var algorithm = policy.Algorithm ?? inherited.Algorithm ?? RateLimitAlgorithm.FixedWindow;
        return new(name)
        {
            PolicyHash = KeyHasher.OfPolicy(name),
            Law = LimitAlgorithm.For(algorithm),
            PermitLimit = policy.PermitLimit ?? inherited.PermitLimit ?? 60,
            Window = window,
            Algorithm = algorithm,
            BackoffEnabled = own.Enabled ?? given.Enabled ?? true,
            BasePenalty = own.BasePenalty ?? given.BasePenalty ?? window,
            Factor = own.Factor ?? given.Factor ?? 2,
            MaxPenalty = own.MaxPenalty ?? given.MaxPenalty ?? TimeSpan.FromHours(1),
            FreeViolations = own.FreeViolations ?? given.FreeViolations ?? 1,
            DecayInterval = own.DecayInterval ?? given.DecayInterval ?? (window <= RateLimitRanges.MaxWindow ? 10 * window : window),
            JitterRatio = own.JitterRatio ?? given.JitterRatio ?? 0,
            MaxViolations = own.MaxViolations ?? given.MaxViolations ?? 20,
            BlockedRequestsPerViolation = own.BlockedRequestsPerViolation ?? given.BlockedRequestsPerViolation ?? 0,
        };
    }
}
