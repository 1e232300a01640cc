namespace Investigations.Concurrency;

/// <summary>An outcome and what its answer tells.</summary>
internal readonly record struct Verdict(Outcome Outcome)
{
    public static Verdict Proceed => default;

    public EntityTag? Current { get; init; }

    public ExpectedVersion Submitted { get; init; }

    /// <summary>The header that a 400 is about.</summary>
    public string? HeaderName { get; init; }

    public TagListError Error { get; init; }
}
