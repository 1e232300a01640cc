using System.Globalization;
using Microsoft.Extensions.Options;

namespace Investigations.RateLimiting;

/// <summary>Refuses what could not work, with the policy, the member, its value and its range.</summary>
internal sealed class BackoffRateLimitingOptionsValidator : IValidateOptions<BackoffRateLimitingOptions>
{
    public ValidateOptionsResult Validate(string? name, BackoffRateLimitingOptions options)
    {
        List<string> failures = [];
        if (options.MaxTrackedKeys is < 1 or > 100_000_000)
        {
            failures.Add(Text($"RateLimiting: MaxTrackedKeys is {options.MaxTrackedKeys}, but must be from 1 to 100000000."));
        }

        if ((options.Headers & ~RateLimitHeaderFormats.All) != 0)
        {
            failures.Add(Text($"RateLimiting: Headers is {options.Headers}, but must be of {RateLimitHeaderFormats.XRateLimit} and {RateLimitHeaderFormats.RateLimit}."));
        }

        failures.AddRange(FailuresOf(BackoffRateLimitingOptions.DefaultPolicyName, options.Default, options.Default));
        foreach (var (policyName, policy) in options.Policies)
        {
            failures.AddRange(FailuresOf(policyName, policy, options.Default));
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    internal static List<string> FailuresOf(string name, RateLimitPolicyOptions policy, RateLimitPolicyOptions inherited)
    {
        if (policy.Backoff is null || inherited.Backoff is null)
        {
            return [$"Rate limit policy '{name}': Backoff must not be null."];
        }

        List<string> failures = [];

        var year = RateLimitRanges.MaxPenalty;
        var rule = RateLimitRule.From(name, policy, inherited);
        Require("PermitLimit", rule.PermitLimit, RateLimitRanges.MinPermitLimit, RateLimitRanges.MaxPermitLimit);
        Require("Window", rule.Window, RateLimitRanges.MinWindow, RateLimitRanges.MaxWindow);
        Require("Backoff.BasePenalty", rule.BasePenalty, RateLimitRanges.MinWindow, year);
        Require("Backoff.Factor", rule.Factor, 1, 100);
        Require("Backoff.MaxPenalty", rule.MaxPenalty, RateLimitRanges.MinWindow, year);
        Require("Backoff.FreeViolations", rule.FreeViolations, 0, 1000);
        Require("Backoff.DecayInterval", rule.DecayInterval, RateLimitRanges.MinWindow, year);
        Require("Backoff.JitterRatio", rule.JitterRatio, 0, 1);
        Require("Backoff.MaxViolations", rule.MaxViolations, 1, 1000);
        Require("Backoff.BlockedRequestsPerViolation", rule.BlockedRequestsPerViolation, 0, 60_000);
        if (!Enum.IsDefined(rule.Algorithm))
        {
            failures.Add(Text($"Rate limit policy '{name}': Algorithm is {rule.Algorithm}, but must be one of {string.Join(", ", Enum.GetNames<RateLimitAlgorithm>())}."));
        }

        if ((policy.Backoff.BasePenalty ?? inherited.Backoff.BasePenalty) is { } penalty && penalty > rule.MaxPenalty)
        {
            failures.Add(Text($"Rate limit policy '{name}': Backoff.BasePenalty is {penalty}, but must be at most Backoff.MaxPenalty, {rule.MaxPenalty}."));
        }

        return failures;

        void Require<T>(string member, T value, T min, T max) where T : struct, IComparable<T>
        {
            // A double that is not a number is below everything.
            if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            {
                failures.Add(Text($"Rate limit policy '{name}': {member} is {value}, but must be from {min} to {max}."));
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
