using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting;

/// <summary>
/// The caller's standing under each policy; reading it consumes nothing. A policy whose delegates need a request of its own endpoints (a form, a
/// route's value) is left out.
/// </summary>
internal static class StatusEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        var gate = context.RequestServices.GetRequiredService<RateLimitGate>();
        List<RateLimitResult> standings = [];
        foreach (var policy in gate.Policies.All)
        {
            if (gate.TryIdentifyQuietly(context, policy, out var entry))
            {
                entry.Decision = await gate.Store.PeekAsync(entry.Key, entry.Rule, context.RequestAborted);
                standings.Add(entry.Result);
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
            JsonAnswer.WriteNumber(writer, "remaining", decision.Remaining, decision.IsCounted);
            JsonAnswer.WriteNumber(writer, "reset", WholeSeconds.EpochCeiling(decision.ResetAt), decision.IsCounted);
            JsonAnswer.WriteNumber(writer, "reset_after_seconds", WholeSeconds.Ceiling(decision.ResetAfter), decision.IsCounted);
            JsonAnswer.WriteNumber(writer, "violations", decision.Violations, decision.IsCounted);
            if (decision.Outcome == RateLimitOutcome.Blocked)
            {
                writer.WriteString("blocked_until", decision.ResetAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
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
