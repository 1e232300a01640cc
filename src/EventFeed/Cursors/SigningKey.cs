using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Investigations.EventFeed;

/// <summary>A cursor key made ready: its tag in the cursor and its secret.</summary>
internal sealed class SigningKey
{
    private readonly byte[] _secret;

    public SigningKey(CursorKey key)
    {
        _secret = key.Key.ToArray();
        Tag = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key.Id)));
    }

    public uint Tag { get; }

    public void Sign(ReadOnlySpan<byte> source, Span<byte> signature) => HMACSHA256.HashData(_secret, source, signature);
}
