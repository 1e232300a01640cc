using Investigations.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Investigations.RateLimiting;

/// <summary>
/// Reads the section <c>RateLimiting</c> and the flat names, before the application's own delegate runs. A policy under <c>Policies</c> is
/// made here, so that the delegate finds in it what configuration says and leaves the rest to its own words.
/// </summary>
internal sealed class ConfigureFromSettings(IConfiguration? configuration = null) : IConfigureOptions<BackoffRateLimitingOptions>
{
    private const string Section = "RateLimiting";

    public void Configure(BackoffRateLimitingOptions options)
    {
        if (configuration is null)
        {
            return;
        }

        var settings = new PolicySettings(configuration, Section);
        settings.Read(options.Default, "RATE_LIMIT_MAX_REQUESTS", "RATE_LIMIT_WINDOW_SECONDS", "RATE_LIMIT_ENABLE_BACKOFF");

        var general = new Settings(configuration, Section, typeof(BackoffRateLimitingOptions));
        options.MaxTrackedKeys = general.Int32(nameof(options.MaxTrackedKeys), null, options.MaxTrackedKeys, 1, 100_000_000);
        options.Headers = general.Enum(nameof(options.Headers), null, options.Headers);

        foreach (var policy in configuration.GetSection($"{Section}:Policies").GetChildren())
        {
            if (!PolicyName.IsValid(policy.Key) || policy.Key.Equals(BackoffRateLimitingOptions.DefaultPolicyName, StringComparison.OrdinalIgnoreCase))
            {
                throw new OptionsValidationException(Options.DefaultName, typeof(BackoffRateLimitingOptions),
                    [$"{policy.Path} can't name a policy: {PolicyName.Accepted}, and not '{BackoffRateLimitingOptions.DefaultPolicyName}', whose settings are those of {Section} itself."]);
            }

            options.AddPolicy(policy.Key, p => new PolicySettings(configuration, policy.Path).Read(p));
        }
    }
}
