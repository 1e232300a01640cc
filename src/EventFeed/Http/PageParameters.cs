using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Investigations.EventFeed;

/// <summary>Reads the query parameters of a page, strictly.</summary>
internal static class PageParameters
{
    public const string Cursor = "cursor";
    public const string Limit = "limit";
    public const string Type = "type";
    public const string Since = "since";
    public const string Wait = "wait";

    private static readonly SearchValues<char> Decimal = SearchValues.Create("0123456789.");

    /// <summary>The query, or else the parameter that is wrong and why.</summary>
    public static FeedQuery? Read(IQueryCollection parameters, string subjectName, Func<string, bool> isValidType, out (string Name, string Detail) wrong)
    {
        var problems = new Problems();
        var query = new FeedQuery
        {
            Cursor = Single(parameters, Cursor, problems, static text => text, ""),
            Limit = Single<int?>(parameters, Limit, problems, ParseLimit, "The limit must be a whole number, 0 or more."),
            Wait = Single<TimeSpan?>(parameters, Wait, problems, ParseWait, "The wait must be a number of seconds, 0 or more.") ?? TimeSpan.Zero,
            Since = Single<DateTimeOffset?>(parameters, Since, problems, Rfc3339.Parse, "The time must be given as by RFC 3339, such as 2026-01-01T00:00:00Z."),
            Subject = Single(parameters, subjectName, problems, static text => EventRules.IsValidSubject(text) ? text : null, $"{subjectName} must match [A-Za-z0-9._-]{{1,128}}."),
            Types = Types(parameters[Type], isValidType, problems),
        };

        if (query is { Cursor: not null, Since: not null })
        {
            problems.Add(Since, "The time is for the first page only; a cursor goes on without it.");
        }

        wrong = problems.First;
        return problems.Any ? null : query;
    }

    private static T? Single<T>(IQueryCollection parameters, string name, Problems problems, Func<string, T?> parse, string expected)
    {
        var values = parameters[name];
        if (values.Count == 0)
        {
            return default;
        }

        if (values.Count > 1)
        {
            problems.Add(name, $"{name} may be given once only.");
            return default;
        }

        if (parse(values[0] ?? "") is { } value)
        {
            return value;
        }

        problems.Add(name, expected);
        return default;
    }

    private static string[] Types(StringValues values, Func<string, bool> isValid, Problems problems)
    {
        var types = values.OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (types.Length > FeedQueryRules.MaxTypes)
        {
            problems.Add(Type, $"At most {FeedQueryRules.MaxTypes} types can be asked for.");
        }
        else if (types.Any(type => !EventRules.IsStorableType(type) || !isValid(type)))
        {
            problems.Add(Type, "A type is not one that events here can have.");
        }

        return types;
    }

    private static int? ParseLimit(string text)
    {
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        // Digits without end are a large number, not an error.
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue;
    }

    private static TimeSpan? ParseWait(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Decimal)
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : null;

    private sealed class Problems
    {
        public (string Name, string Detail) First { get; private set; }

        public bool Any { get; private set; }

        public void Add(string name, string detail)
        {
            if (!Any)
            {
                (First, Any) = ((name, detail), true);
            }
        }
    }
}
