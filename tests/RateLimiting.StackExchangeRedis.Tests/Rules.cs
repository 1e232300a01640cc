namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

internal static class Rules
{
    public static readonly RateLimitKey Alice = RateLimitKey.ForUser("alice");

    public static RateLimitRule Of(int limit = 3, int windowSeconds = 60, Action<RateLimitPolicyOptions>? configure = null)
    {
        var options = new RateLimitPolicyOptions { PermitLimit = limit, Window = TimeSpan.FromSeconds(windowSeconds) };
        configure?.Invoke(options);
        return RateLimitRule.From("default", options, options);
    }
}
