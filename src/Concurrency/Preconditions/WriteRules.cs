using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Investigations.Concurrency;

/// <summary>Decides on a write, in the order of RFC 9110 §13.2.2: first without the current version, then with it.</summary>
internal static class WriteRules
{
    /// <summary>What the headers alone say. <see cref="Outcome.Proceed"/>: as far as they go.</summary>
    public static Verdict Read(in RequestPreconditions sent, string method, OptimisticConcurrencyOptions options)
    {
        if (sent.IfMatch.Kind == TagListKind.Malformed)
        {
            return new(Outcome.Malformed) { HeaderName = sent.IfMatchName, Error = sent.IfMatch.Error };
        }

        if (sent.IfNoneMatch.Kind == TagListKind.Malformed)
        {
            return new(Outcome.Malformed) { HeaderName = HeaderNames.IfNoneMatch, Error = sent.IfNoneMatch.Error };
        }

        return sent.IfMatch.Kind == TagListKind.Missing && options.Mode == ConcurrencyMode.Required && !Creates(sent, method)
            ? new(Outcome.Missing)
            : Verdict.Proceed;
    }

    /// <summary>What the handler is to expect.</summary>
    public static TagList Expect(in RequestPreconditions sent, string method) => Creates(sent, method) ? TagList.Absent : sent.IfMatch;

    /// <summary>What they say about a resource that is, or is not, there.</summary>
    public static Verdict Compare(in ExpectedVersion expected, in TagList ifNoneMatch, string method, EntityTag? current)
    {
        if (current is null && !expected.IsUnspecified && !expected.IsAbsent)
        {
            return Failed(expected, method, current);
        }

        if (!expected.IsSatisfiedBy(current))
        {
            return Failed(expected, method, current);
        }

        return ifNoneMatch.Contains(current, strong: false)
            ? new(Outcome.PreconditionFailed) { Current = current, Submitted = expected }
            : Verdict.Proceed;
    }

    /// <summary>
    /// How an expectation that is not met is answered, before the handler or after it. Without a resource only a PUT conflicts,
    /// since it could have created one; to others the answer is that there is none.
    /// </summary>
    public static Verdict Failed(in ExpectedVersion expected, string method, EntityTag? current) =>
        current is null && !HttpMethods.IsPut(method) ? new(Outcome.NotFound)
        : expected.IsAbsent ? new(Outcome.PreconditionFailed) { Current = current, Submitted = expected }
        : new(Outcome.Conflict) { Current = current, Submitted = expected };

    /// <summary><c>If-None-Match: *</c> is the precondition of a write that creates: RFC 9110 §13.1.2.</summary>
    private static bool Creates(in RequestPreconditions sent, string method) =>
        sent.IfMatch.Kind == TagListKind.Missing && sent.IfNoneMatch.Kind == TagListKind.Any
        && (HttpMethods.IsPut(method) || HttpMethods.IsPost(method));
}
