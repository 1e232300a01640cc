using System.Globalization;
using Investigations.Shared;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>The answer to a request that may not pass: a problem document and a true <c>Retry-After</c> (RFC 6585 §4, RFC 9110 §10.2.3).</summary>
internal static class Rejection
{
    public static Task WriteAsync(HttpContext context, RateLimitFeature feature)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        ref var entry = ref feature[feature.Rejection];
        var seconds = feature.RetryAfterSeconds;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return entry.Decision.Outcome == RateLimitOutcome.Unavailable
            ? Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "rate_limiter_unavailable", "Rate limiter unavailable",
                "Requests can't be counted at the moment, and are not let through uncounted.", [new("retry_after_seconds", seconds)])
            : Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "rate_limited", "Too many requests",
                Detail(entry, seconds),
                [
                    new("policy", entry.Policy.Name),
                    new("retry_after_seconds", seconds),
                    new("violations", entry.Decision.Violations),
                ]);
    }

    private static string Detail(in RateLimitEntry entry, long seconds) => string.Create(CultureInfo.InvariantCulture,
        $"More than {entry.Decision.Limit} requests in {entry.Rule.Window.TotalSeconds} seconds. Requests pass again in {seconds} seconds.");
}
