using Investigations.RateLimiting;

namespace Investigations.Api.Features.RateLimits;

internal static class RateLimitPolicies
{
    public const string Append = "append";
    public const string Poll = "poll";

    private const int MaxPermitLimit = 1_000_000;

    /// <summary>Ingestion and polling have room of their own, ten times the default's unless configured.</summary>
    public static void AddApiRateLimits(this IServiceCollection services) => services.AddBackoffRateLimiting(options =>
    {
        var tenfold = (int)Math.Min((options.Default.PermitLimit ?? 0) * 10L, MaxPermitLimit);
        options.AddPolicy(Append, policy => policy.PermitLimit ??= tenfold);
        options.AddPolicy(Poll, policy => policy.PermitLimit ??= tenfold);
    });
}
