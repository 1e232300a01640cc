namespace Investigations.Concurrency;

/// <summary>What the check before the handler found, kept on the request.</summary>
internal sealed class PreconditionFeature
{
    public PreconditionFeature(IEntityTagSource? source, ExpectedVersion expected)
    {
        Source = source;
        Expected = expected.WithFeature(this);
    }

    public IEntityTagSource? Source { get; }

    public ExpectedVersion Expected { get; }

    /// <summary>The tag that was read before the handler ran, if one was.</summary>
    public EntityTag? Current { get; init; }

    /// <summary>Whether the handler looked at <see cref="Expected"/>.</summary>
    public bool VersionUsed { get; set; }
}
