using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting;

/// <summary>What each header field means, with an example from the default policy and the caller's own standing.</summary>
internal static class HeadersExampleEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        var gate = context.RequestServices.GetRequiredService<RateLimitGate>();
        var policy = gate.Policies.Default;
        var rule = policy.RuleFor(context);
        var decision = await gate.Store.PeekAsync(policy.KeyOf(context), rule, context.RequestAborted);
        if (!decision.IsCounted)
        {
            var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            decision = new() { Limit = rule.PermitLimit, Remaining = rule.PermitLimit, ResetAfter = rule.Window, ResetAt = now + rule.Window };
        }

        await JsonAnswer.WriteAsync(context, (policy, decision), static (writer, state) => Write(writer, state.policy, state.decision));
    }

    private static void Write(Utf8JsonWriter writer, RateLimitPolicy policy, RateLimitDecision decision)
    {
        var seconds = WholeSeconds.Ceiling(decision.ResetAfter);
        writer.WriteStartArray("headers");
        Header(RateLimitHeaderNames.Limit, "Requests that are admitted in a window, by the tightest policy.", Text(decision.Limit));
        Header(RateLimitHeaderNames.Remaining, "Requests that are left in it.", Text(decision.Remaining));
        Header(RateLimitHeaderNames.Reset, "When it ends: UTC epoch seconds, rounded up.", Text(WholeSeconds.EpochCeiling(decision.ResetAt)));
        Header(RateLimitHeaderNames.RateLimitPolicy, "Every policy that applies: q requests in w seconds.", policy.PolicyItem(decision.Limit));
        Header(RateLimitHeaderNames.RateLimit, "Every policy's standing: r requests are left, and more come in t seconds.",
            string.Create(CultureInfo.InvariantCulture, $"{policy.RateLimitPrefix}{decision.Remaining};t={seconds}"));
        Header("Retry-After", "On a 429 only: the whole seconds, at least 1, after which the same request passes.", Text(Math.Max(1, seconds)));
        writer.WriteEndArray();

        void Header(string name, string meaning, string example)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("meaning", meaning);
            writer.WriteString("example", example);
            writer.WriteEndObject();
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
