using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>What a request expects and what the check before the handler found, kept on the request.</summary>
internal class PreconditionFeature(Endpoint? endpoint, IEntityTagSource? source, TagList tags, bool strong) : Expectation(tags, strong)
{
    /// <summary>The endpoint that was checked; an error handler may send the request on to another one.</summary>
    public Endpoint? Endpoint { get; } = endpoint;

    public IEntityTagSource? Source { get; } = source;

    public ExpectedVersion Expected => new(this);
}
