using Investigations.RateLimiting;
using Investigations.RateLimiting.StackExchangeRedis;
using Microsoft.Extensions.Configuration;

namespace Investigations.Api.Features.RateLimits;

internal static class RateLimitPolicies
{
    public const string Append = "append";
    public const string Poll = "poll";

    private const int MaxPermitLimit = 1_000_000;

    /// <summary>
    /// Ingestion and polling have room of their own, ten times the default's unless configured. With a connection string of
    /// Redis the nodes that share it share the limits too; how long they wait for it, and what they do without it, is in the
    /// section <c>RateLimiting:Redis</c>.
    /// </summary>
    public static void AddApiRateLimits(this WebApplicationBuilder builder)
    {
        var limits = builder.Services.AddBackoffRateLimiting(options =>
        {
            var tenfold = (int)Math.Min((options.Default.PermitLimit ?? 0) * 10L, MaxPermitLimit);
            options.AddPolicy(Append, policy => policy.PermitLimit ??= tenfold);
            options.AddPolicy(Poll, policy => policy.PermitLimit ??= tenfold);
        });

        if (builder.Configuration.GetConnectionString("Redis") is { Length: > 0 } redis)
        {
            builder.Services.Configure<RedisRateLimitOptions>(builder.Configuration.GetSection("RateLimiting:Redis"));
            limits.AddStackExchangeRedis(redis);
            builder.Services.AddHealthChecks().AddCheck<RedisRateLimitHealthCheck>("redis");
        }
    }
}
