namespace Investigations.Concurrency;

/// <summary>The handler's return type says that each 200 carries the exact tag, so that none has to be read before it runs.</summary>
internal sealed class TagsItselfMetadata
{
    public static TagsItselfMetadata Instance { get; } = new();
}
