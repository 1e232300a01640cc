using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting;

/// <summary>The caller's standing under each policy; reading it consumes nothing.</summary>
internal static class StatusEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        var gate = context.RequestServices.GetRequiredService<RateLimitGate>();
        List<RateLimitResult> standings = [];
        foreach (var policy in gate.Policies.All)
        {
            var key = policy.KeyOf(context);
            if (!key.IsUnlimited)
            {
                var decision = await gate.Store.PeekAsync(key, policy.RuleFor(context), context.RequestAborted);
                standings.Add(new(policy.Name, decision, policy.Shadow));
            }
        }

        await JsonAnswer.WriteAsync(context, standings, Write);
    }

    private static void Write(Utf8JsonWriter writer, List<RateLimitResult> standings)
    {
        writer.WriteStartArray("policies");
        foreach (var (policy, decision, _) in standings)
        {
            writer.WriteStartObject();
            writer.WriteString("policy", policy);
            writer.WriteNumber("limit", decision.Limit);
            writer.WriteNumber("remaining", decision.Remaining);
            writer.WriteNumber("reset", WholeSeconds.EpochCeiling(decision.ResetAt));
            writer.WriteNumber("reset_after_seconds", WholeSeconds.Ceiling(decision.ResetAfter));
            writer.WriteNumber("violations", decision.Violations);
            if (decision.Outcome == RateLimitOutcome.Blocked)
            {
                writer.WriteString("blocked_until", decision.ResetAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                writer.WriteNull("blocked_until");
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
