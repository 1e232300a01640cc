using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>What the check before the handler found, kept on the request.</summary>
internal sealed class PreconditionFeature
{
    public PreconditionFeature(Endpoint? endpoint, IEntityTagSource? source, ExpectedVersion expected)
    {
        Endpoint = endpoint;
        Source = source;
        Expected = expected.WithFeature(this);
    }

    /// <summary>The endpoint that was checked; an error handler may send the request on to another one.</summary>
    public Endpoint? Endpoint { get; }

    public IEntityTagSource? Source { get; }

    public ExpectedVersion Expected { get; }

    /// <summary>The tag that was read before the handler ran, if one was.</summary>
    public StrongBox<EntityTag>? Current { get; init; }

    /// <summary>Whether the handler looked at <see cref="Expected"/>.</summary>
    public bool VersionUsed { get; set; }
}
