using Investigations.Shared;
using Microsoft.Extensions.Configuration;

namespace Investigations.RateLimiting;

/// <summary>Reads one policy's settings; what is not given stays null, to be inherited.</summary>
internal sealed class PolicySettings(IConfiguration configuration, string section)
{
    private const double Year = 365 * 86_400d;

    private readonly Settings _settings = new(configuration, section, typeof(BackoffRateLimitingOptions));

    public void Read(RateLimitPolicyOptions policy, string? maxRequests = null, string? windowSeconds = null, string? enableBackoff = null)
    {
        var backoff = policy.Backoff;
        policy.PermitLimit = Int32("MaxRequests", maxRequests, policy.PermitLimit, RateLimitRanges.MinPermitLimit, RateLimitRanges.MaxPermitLimit);
        policy.Window = Seconds("WindowSeconds", windowSeconds, policy.Window, 1, RateLimitRanges.MaxWindow.TotalSeconds);
        policy.Algorithm = IsGiven("Algorithm") ? _settings.Enum("Algorithm", null, RateLimitAlgorithm.FixedWindow) : policy.Algorithm;
        policy.Shadow = Boolean("Shadow", null, policy.Shadow);
        backoff.Enabled = Boolean("EnableBackoff", enableBackoff, Boolean("Backoff:Enabled", null, backoff.Enabled));
        backoff.BasePenalty = Seconds("Backoff:BasePenaltySeconds", null, backoff.BasePenalty, 0.001, Year);
        backoff.Factor = Number("Backoff:Factor", backoff.Factor, 1, 100);
        backoff.MaxPenalty = Seconds("Backoff:MaxPenaltySeconds", null, backoff.MaxPenalty, 0.001, Year);
        backoff.FreeViolations = Int32("Backoff:FreeViolations", null, backoff.FreeViolations, 0, 1000);
        backoff.DecayInterval = Seconds("Backoff:DecayIntervalSeconds", null, backoff.DecayInterval, 0.001, Year);
        backoff.JitterRatio = Number("Backoff:JitterRatio", backoff.JitterRatio, 0, 1);
        backoff.MaxViolations = Int32("Backoff:MaxViolations", null, backoff.MaxViolations, 1, 1000);
        backoff.BlockedRequestsPerViolation = Int32("Backoff:BlockedRequestsPerViolation", null, backoff.BlockedRequestsPerViolation, 0, 60_000);
    }

    private bool IsGiven(string key, string? flatName = null) =>
        configuration[$"{section}:{key}"] is not null || (flatName is not null && configuration[flatName] is not null);

    private bool? Boolean(string key, string? flatName, bool? current) =>
        IsGiven(key, flatName) ? _settings.Boolean(key, flatName, false) : current;

    private int? Int32(string key, string? flatName, int? current, int min, int max) =>
        IsGiven(key, flatName) ? _settings.Int32(key, flatName, min, min, max) : current;

    private double? Number(string key, double? current, double min, double max) =>
        IsGiven(key) ? _settings.Number(key, null, min, min, max) : current;

    private TimeSpan? Seconds(string key, string? flatName, TimeSpan? current, double min, double max) =>
        IsGiven(key, flatName) ? _settings.Seconds(key, flatName, TimeSpan.Zero, min, max) : current;
}
