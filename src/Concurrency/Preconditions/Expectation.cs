namespace Investigations.Concurrency;

/// <summary>
/// What an <see cref="ExpectedVersion"/> stands for. It is kept apart, so that the struct stays as small as a reference; every write has one, so
/// that what it holds lies close together.
/// </summary>
internal class Expectation
{
    private readonly object? _tags;
    private readonly long _bits;
    private readonly TagListKind _kind;

    public Expectation(in TagList tags, bool strong)
    {
        (_kind, _tags, _bits) = tags;
        Strong = strong;
    }

    /// <summary>The tags of which the resource must have one, or the other kinds of expectation.</summary>
    public TagList Tags => new(_kind, _tags, _bits);

    /// <summary>Whether weak tags match nothing.</summary>
    public bool Strong { get; }

    /// <summary>Whether the handler looked at what is expected.</summary>
    public bool VersionUsed { get; set; }
}
