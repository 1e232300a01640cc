namespace Investigations.Concurrency;

/// <summary>Decides on a read, in the order of RFC 9110 §13.2.2.</summary>
internal static class ReadRules
{
    /// <summary>What a precondition says about a resource; one that does not exist is left to the handler, which answers 404.</summary>
    public static Verdict Compare(in ExpectedVersion expected, in TagList ifNoneMatch, EntityTag? current)
    {
        if (current is null)
        {
            return Verdict.Proceed;
        }

        if (!expected.IsSatisfiedBy(current))
        {
            return new(Outcome.PreconditionFailed) { Current = current, Submitted = expected };
        }

        return ifNoneMatch.Contains(current, strong: false) ? new(Outcome.NotModified) { Current = current } : Verdict.Proceed;
    }
}
