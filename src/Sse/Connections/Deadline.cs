using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>When a stream must end: after its spread maximal duration, or when the caller's ticket expires.</summary>
internal static class Deadline
{
    public static (long Due, EndReason Reason) Of(HttpContext context, SseClock clock, SseStreamOptions options)
    {
        var due = long.MaxValue;
        if (options.MaxDuration != Timeout.InfiniteTimeSpan)
        {
            due = clock.Now + (long)(SseClock.Milliseconds(options.MaxDuration) * (1 - (options.MaxDurationJitter * Random.Shared.NextDouble())));
        }

        var expiry = options.EndsAt
            ?? context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        return expiry is { } instant && clock.After(instant) is var expiryDue && expiryDue < due
            ? (expiryDue, EndReason.Expired)
            : (due, EndReason.MaxDuration);
    }
}
