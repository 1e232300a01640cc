using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Investigations.EventFeed;

/// <summary>Four bytes that tell the event at a position from another one that took its place in a restored store.</summary>
internal static class Anchor
{
    public static uint Of(string? id)
    {
        if (id is null)
        {
            return 0;
        }

        Span<byte> utf8 = stackalloc byte[EventRules.MaxNameLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(id, utf8)], hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash);
    }
}
