using Investigations.RateLimiting;
using Investigations.RateLimiting.StackExchangeRedis;

namespace AotSmoke;

/// <summary>Investigations.RateLimiting in memory, or in Redis where it is given one: a policy by name, the framework's limiter, the status endpoints.</summary>
internal static class Limits
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddRateLimiter(static _ => { });
        var limits = builder.Services.AddBackoffRateLimiting(options => options.AddPolicy("login", policy => policy.PermitLimit = 2));
        limits.AddFrameworkPolicies();
        if (builder.Configuration.GetConnectionString("Redis") is { } redis)
        {
            limits.AddStackExchangeRedis(options =>
            {
                options.Configuration = redis;
                options.Timeout = TimeSpan.FromSeconds(5);
                options.FailureMode = RateLimitStoreFailureMode.FailClosed;
            });
        }
    }

    public static void UseLimits(this WebApplication app)
    {
        app.UseRouting();
        app.UseBackoffRateLimiting();
        app.UseRateLimiter();
        app.MapPost("/login", () => "welcome").WithRateLimit("login");
        app.MapPost("/framework-login", () => "welcome").RequireRateLimiting("backoff:login").WithoutDefaultRateLimit();
        app.MapRateLimitEndpoints("/rate-limit");
    }
}
