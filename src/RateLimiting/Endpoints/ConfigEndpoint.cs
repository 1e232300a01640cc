using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting;

/// <summary>The policies in force.</summary>
internal static class ConfigEndpoint
{
    public static Task HandleAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, context.RequestServices.GetRequiredService<RateLimitGate>().Policies, Write);

    private static void Write(Utf8JsonWriter writer, PolicySet policies)
    {
        writer.WriteStartArray("policies");
        foreach (var policy in policies.All)
        {
            Write(writer, policy.Rule);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, RateLimitRule rule)
    {
        writer.WriteStartObject();
        writer.WriteString("policy", rule.Policy);
        writer.WriteString("algorithm", rule.Algorithm switch
        {
            RateLimitAlgorithm.SlidingWindow => "sliding_window",
            RateLimitAlgorithm.TokenBucket => "token_bucket",
            _ => "fixed_window",
        });
        writer.WriteNumber("limit", rule.PermitLimit);
        writer.WriteNumber("window_seconds", rule.Window.TotalSeconds);
        writer.WriteStartObject("backoff");
        writer.WriteBoolean("enabled", rule.BackoffEnabled);
        writer.WriteNumber("base_seconds", rule.BasePenalty.TotalSeconds);
        writer.WriteNumber("factor", rule.Factor);
        writer.WriteNumber("max_seconds", rule.MaxPenalty.TotalSeconds);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
