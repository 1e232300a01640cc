using System.Runtime.CompilerServices;

namespace Investigations.EventFeed;

/// <summary>Refuses queries that contradict themselves, before a store sees them.</summary>
internal static class FeedQueryRules
{
    public const int MaxTypes = 32;

    public static void ThrowIfInvalid(FeedQuery query, [CallerArgumentExpression(nameof(query))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(query, name);
        if (Problem(query) is { } problem)
        {
            throw new ArgumentException(problem, name);
        }
    }

    private static string? Problem(FeedQuery query) => query switch
    {
        { Limit: < 0 } => "The limit must not be negative.",
        { Wait.Ticks: < 0 } => "The wait must not be negative.",
        { Cursor: not null, Since: not null } => "A cursor and a start time exclude each other.",
        { Cursor: not null, FromNow: true } => "A cursor and a start at the end exclude each other.",
        { Since: not null, FromNow: true } => "A start time and a start at the end exclude each other.",
        { Subject: not null } when !EventRules.IsValidSubject(query.Subject) => "The subject must match [A-Za-z0-9._-]{1,128}.",
        { Types.Count: > MaxTypes } => $"At most {MaxTypes} types can be asked for.",
        _ when query.Types.Any(static type => !EventRules.IsStorableType(type)) => "A type must be 1-200 characters without control characters.",
        _ => null,
    };
}
