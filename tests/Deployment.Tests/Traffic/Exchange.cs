namespace Investigations.Deployment.Tests;

/// <summary>One request and what became of it.</summary>
/// <param name="Actor">Who asked.</param>
/// <param name="Method">GET, POST or PATCH.</param>
/// <param name="Path">Without the query.</param>
/// <param name="From">When it was sent, from the beginning of the run.</param>
/// <param name="To">When the answer's headers were there, or the failure.</param>
/// <param name="Status">0 where no answer came.</param>
/// <param name="Code">The problem's code; null where there was no problem.</param>
/// <param name="RetryAfter">In seconds.</param>
/// <param name="Reset">When the window ends that it was counted in, in epoch seconds.</param>
internal sealed record Exchange(
    string Actor, string Method, string Path, TimeSpan From, TimeSpan To, int Status, string? Code, double? RetryAfter, long? Reset)
{
    public bool IsSafe => Method == "GET";

    public TimeSpan Took => To - From;

    public override string ToString() => $"{From.TotalSeconds,7:F2}s +{Took.TotalMilliseconds:F0} ms {Actor} {Method} {Path}: {Status} {Code} Retry-After {RetryAfter}";
}
