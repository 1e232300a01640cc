using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>That of a read, with the tag that was read before the handler ran.</summary>
internal sealed class TaggedFeature(Endpoint? endpoint, IEntityTagSource? source, TagList tags, bool strong, EntityTag current)
    : PreconditionFeature(endpoint, source, tags, strong)
{
    public EntityTag Current { get; } = current;
}
