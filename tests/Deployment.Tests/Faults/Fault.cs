namespace Investigations.Deployment.Tests;

internal enum FaultKind
{
    NodeKilled,
    NodeStopped,
    PostgresCrashed,
    PostgresRestarted,
    RedisLost,
}

/// <summary>Something that was made to fail, from just before it did until it was there again for whoever asks.</summary>
internal sealed record Fault(FaultKind Kind, TimeSpan From, TimeSpan To)
{
    public bool IsOfNode => Kind is FaultKind.NodeKilled or FaultKind.NodeStopped;

    public bool IsOfPostgres => Kind is FaultKind.PostgresCrashed or FaultKind.PostgresRestarted;

    public bool Overlaps(TimeSpan from, TimeSpan to) => from <= To && to >= From;

    public override string ToString() => $"{Kind} {From.TotalSeconds:F1}-{To.TotalSeconds:F1} s";
}
