using System.Globalization;

namespace Investigations.Concurrency;

/// <summary>How one writer of a race ended.</summary>
internal sealed record RaceEntry(bool Won, bool Conflicted, string? Tag, string Outcome)
{
    public static RaceEntry Of(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return new(status is >= 200 and < 300, status is 409 or 412, response.Headers.ETag?.Tag, status.ToString(CultureInfo.InvariantCulture));
    }

    public static RaceEntry Of<T>(VersionCommit<T> commit) =>
        new(commit.Outcome == VersionOutcome.Committed, commit.Outcome == VersionOutcome.Conflict, commit.Tag?.ToString(), commit.Outcome.ToString());
}
