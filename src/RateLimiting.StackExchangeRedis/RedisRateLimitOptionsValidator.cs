using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>Refuses what could not work, with the member, its value and its range.</summary>
internal sealed class RedisRateLimitOptionsValidator : IValidateOptions<RedisRateLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisRateLimitOptions options)
    {
        List<string> failures = [];
        if (options is { Configuration: null or "", ConfigurationOptions: null, ConnectionMultiplexerFactory: null })
        {
            failures.Add("Rate limits in Redis: give Configuration, ConfigurationOptions or ConnectionMultiplexerFactory.");
        }

        if (options is { Configuration: { Length: > 0 } text, ConfigurationOptions: null, ConnectionMultiplexerFactory: null } && Complaint(text) is { } complaint)
        {
            failures.Add($"Rate limits in Redis: Configuration is no connection string of StackExchange.Redis: {complaint}");
        }

        if (options.KeyPrefix is null)
        {
            failures.Add("Rate limits in Redis: KeyPrefix must not be null.");
        }

        Require("Timeout", options.Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Require("FailuresBeforeBreak", options.FailuresBeforeBreak, 1, 1000);
        Require("BreakDuration", options.BreakDuration, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        Require("BlockCacheDuration", options.BlockCacheDuration, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (!Enum.IsDefined(options.FailureMode))
        {
            failures.Add($"Rate limits in Redis: FailureMode is {options.FailureMode}, but must be one of {string.Join(", ", Enum.GetNames<RateLimitStoreFailureMode>())}.");
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;

        // The string itself is not repeated: it may hold a password.
        static string? Complaint(string text)
        {
            try
            {
                return ConfigurationOptions.Parse(text).EndPoints.Count > 0 ? null : "it names no server.";
            }
            catch (Exception e) when (e is ArgumentException or FormatException)
            {
                return e.Message;
            }
        }

        void Require<T>(string member, T value, T min, T max) where T : struct, IComparable<T>
        {
            if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            {
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"Rate limits in Redis: {member} is {value}, but must be from {min} to {max}."));
            }
        }
    }
}
