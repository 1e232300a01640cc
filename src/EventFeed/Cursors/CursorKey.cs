namespace Investigations.EventFeed;

/// <summary>A key that signs cursors.</summary>
/// <param name="Id">Names the key in every cursor it signs; the same on all nodes.</param>
/// <param name="Key">The secret, 16 bytes at least; 32 random bytes are right.</param>
public sealed record CursorKey(string Id, ReadOnlyMemory<byte> Key)
{
    /// <summary>The fewest bytes a key may have.</summary>
    public const int MinKeyLength = 16;

    /// <summary>Says which key it is, never the secret.</summary>
    public override string ToString() => $"{nameof(CursorKey)} {{ Id = {Id} }}";
}
