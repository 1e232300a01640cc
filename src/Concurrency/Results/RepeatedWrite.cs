using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency;

/// <summary>Asks the application, where it knows, whether a conflict is a repeat of what was done already.</summary>
internal static class RepeatedWrite
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 255;

    /// <summary>The answer to a repeat; <see langword="null"/> for a conflict.</summary>
    public static ValueTask<IResult?> FindAnswerAsync(HttpContext context, in Verdict verdict) =>
        verdict.Current is { } current
        && context.Request.Headers[Header] is [{ Length: > 0 and <= LongestKey } key]
        && context.RequestServices.GetService<IAppliedWriteSource>() is { } source
            ? source.FindAsync(context, new AppliedWrite(key, verdict.Submitted, current), context.RequestAborted)
            : default;
}
