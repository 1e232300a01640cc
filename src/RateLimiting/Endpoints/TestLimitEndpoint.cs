using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting;

/// <summary>A request that does nothing but be counted, by the default policy unless the group says otherwise.</summary>
internal static class TestLimitEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        var result = context.Features.Get<IRateLimitFeature>()?.Tightest ?? await PeekAsync(context);
        await JsonAnswer.WriteAsync(context, result, Write);
    }

    /// <summary>A caller that is not limited, or a pipeline that does not count: what the default policy would say.</summary>
    private static async ValueTask<RateLimitResult> PeekAsync(HttpContext context)
    {
        var gate = context.RequestServices.GetRequiredService<RateLimitGate>();
        var policy = gate.Policies.Default;
        return new(policy.Name, await gate.Store.PeekAsync(policy.KeyOf(context), policy.RuleFor(context), context.RequestAborted), policy.Shadow);
    }

    private static void Write(Utf8JsonWriter writer, RateLimitResult result)
    {
        writer.WriteBoolean("allowed", result.Decision.IsAllowed);
        writer.WriteString("policy", result.Policy);
        writer.WriteNumber("limit", result.Decision.Limit);
        JsonAnswer.WriteNumber(writer, "remaining", result.Decision.Remaining, result.Decision.IsCounted);
        JsonAnswer.WriteNumber(writer, "reset", WholeSeconds.EpochCeiling(result.Decision.ResetAt), result.Decision.IsCounted);
    }
}
