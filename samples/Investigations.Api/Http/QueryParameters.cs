using System.Globalization;
using System.Numerics;

namespace Investigations.Api.Http;

/// <summary>Query parameters, read strictly: a repeated or malformed one is named in a 400.</summary>
internal static class QueryParameters
{
    private const int MaxDigits = 40;

    public static string? Single(this IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var value] => value,
        _ => throw ApiProblemException.InvalidParameter(name, "given once"),
    };

    /// <summary>A page's length: absent and 0 mean the default, more than the maximum means the maximum.</summary>
    public static int Limit(this IQueryCollection query, int standard, int max)
    {
        if (query.Single("limit") is not { } text)
        {
            return standard;
        }

        return WholeNumber(text) is { Sign: >= 0 } number
            ? number.IsZero ? standard : (int)BigInteger.Min(number, max)
            : throw ApiProblemException.InvalidParameter("limit", "a whole number, 0 or more");
    }

    public static int Int32(this IQueryCollection query, string name, int standard, int min, int max)
    {
        if (query.Single(name) is not { } text)
        {
            return standard;
        }

        return WholeNumber(text) is { } number && number >= min && number <= max
            ? (int)number
            : throw ApiProblemException.InvalidParameter(name, $"a whole number from {min} to {max}");
    }

    private static BigInteger? WholeNumber(string text)
    {
        // Long runs of digits are numbers too, but not worth the time it takes to read them as such.
        if (text.AsSpan().TrimStart('0').Length > MaxDigits)
        {
            return text.All(char.IsAsciiDigit) ? BigInteger.Pow(10, MaxDigits) : null;
        }

        return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
