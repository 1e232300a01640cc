using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Refuses options that can't be meant.</summary>
internal sealed class ValidateOptimisticConcurrencyOptions : IValidateOptions<OptimisticConcurrencyOptions>
{
    public ValidateOptionsResult Validate(string? name, OptimisticConcurrencyOptions options)
    {
        var failures = Failures(options).ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(OptimisticConcurrencyOptions options)
    {
        if (!HeaderToken.IsValid(options.HeaderName ?? ""))
        {
            yield return Refused(nameof(options.HeaderName), options.HeaderName, "a token (RFC 9110 §5.6.2)");
        }

        if (options.ConflictStatusCode is not (409 or 412))
        {
            yield return Refused(nameof(options.ConflictStatusCode), options.ConflictStatusCode, "409 or 412");
        }

        if (options.VersionCacheTtl < TimeSpan.Zero || options.VersionCacheTtl > TimeSpan.FromHours(1))
        {
            yield return Refused("VersionCacheTtlSeconds", options.VersionCacheTtl.TotalSeconds, "a number of seconds from 0 to 3600");
        }

        if (options.VersionCacheSize is < 1 or > 1_000_000)
        {
            yield return Refused(nameof(options.VersionCacheSize), options.VersionCacheSize, "a whole number from 1 to 1000000");
        }

        if (options.EmitWeakTags && options.WeakTags == TagHandling.Reject)
        {
            yield return Refused(nameof(options.EmitWeakTags), true, "false while weak tags are rejected: clients could never send back what they get");
        }

        foreach (var (key, value) in new[] { (nameof(options.CacheControl), options.CacheControl), (nameof(options.Vary), options.Vary) })
        {
            if (value is null || !HeaderToken.IsText(value))
            {
                yield return Refused(key, value, "a header value");
            }
        }

        if (!Enum.IsDefined(options.Mode) || !Enum.IsDefined(options.WeakTags) || !Enum.IsDefined(options.BareVersions) || !Enum.IsDefined(options.UnusedVersion))
        {
            yield return "Concurrency: an option has a value that its enumeration does not have.";
        }
    }

    private static string Refused(string key, object? value, string accepted) =>
        FormattableString.Invariant($"Concurrency:{key} is '{value}', but must be {accepted}.");
}
