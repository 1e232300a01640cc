namespace Investigations.Sse;

/// <summary>An event as it goes over the wire, encoded once for all streams.</summary>
/// <param name="sequence">Its place in the channel.</param>
/// <param name="id">The source's id; <see langword="null"/> in a pushed channel, where the place says it.</param>
/// <param name="bytes">The whole block, up to and with the blank line.</param>
internal sealed class Frame(long sequence, string? id, byte[] bytes)
{
    public long Sequence => sequence;

    public string? Id => id;

    public byte[] Bytes => bytes;
}
