namespace Investigations.Concurrency;

/// <summary>What an <see cref="ExpectedVersion"/> stands for. It is kept apart, so that the struct stays as small as a reference.</summary>
internal class Expectation(TagList tags, bool strong)
{
    /// <summary>The tags of which the resource must have one, or the other kinds of expectation.</summary>
    public TagList Tags { get; } = tags;

    /// <summary>Whether weak tags match nothing.</summary>
    public bool Strong { get; } = strong;

    /// <summary>Whether the handler looked at what is expected.</summary>
    public bool VersionUsed { get; set; }
}
