using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Investigations.EventFeed;

/// <summary>
/// A cursor's bytes: version 1, key tag 4, epoch 8, sequence 8, anchor 4, issue day 4, then 16 bytes of HMAC-SHA-256 over all of
/// them and the scope's digest. 45 bytes are 60 characters of base64url without a bit to spare, so one text is one cursor.
/// </summary>
internal static class CursorFormat
{
    public const int TextLength = 60;

    private const byte Version = 1;
    private const int PayloadLength = 29;
    private const int SignatureLength = 16;
    private const int Length = PayloadLength + SignatureLength;

    private static readonly SearchValues<char> UrlSafe = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Write(in FeedPosition position, int issueDay, CursorScope scope, SigningKey key)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], key.Tag);
        BinaryPrimitives.WriteInt64BigEndian(bytes[5..], position.Epoch);
        BinaryPrimitives.WriteInt64BigEndian(bytes[13..], position.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[21..], position.Anchor);
        BinaryPrimitives.WriteInt32BigEndian(bytes[25..], issueDay);
        Sign(bytes[..PayloadLength], scope, key, bytes[PayloadLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False unless the text is a cursor that one of the keys has signed for this scope.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, CursorScope scope, CursorKeyRing keys, out FeedPosition position, out int issueDay)
    {
        (position, issueDay) = (default, 0);
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != TextLength || text.ContainsAnyExcept(UrlSafe)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != Length || bytes[0] != Version)
        {
            return false;
        }

        var tag = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        if (!IsSigned(bytes, tag, scope, keys))
        {
            return false;
        }

        position = new FeedPosition(
            BinaryPrimitives.ReadInt64BigEndian(bytes[5..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[13..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[21..]));
        issueDay = BinaryPrimitives.ReadInt32BigEndian(bytes[25..]);
        return true;
    }

    private static bool IsSigned(ReadOnlySpan<byte> bytes, uint tag, CursorScope scope, CursorKeyRing keys)
    {
        Span<byte> signature = stackalloc byte[SignatureLength];
        foreach (var key in keys.All)
        {
            if (key.Tag == tag)
            {
                Sign(bytes[..PayloadLength], scope, key, signature);
                if (CryptographicOperations.FixedTimeEquals(signature, bytes[PayloadLength..]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void Sign(ReadOnlySpan<byte> payload, CursorScope scope, SigningKey key, Span<byte> signature)
    {
        Span<byte> message = stackalloc byte[PayloadLength + CursorScope.DigestLength];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        payload.CopyTo(message);
        scope.Digest.CopyTo(message[PayloadLength..]);
        key.Sign(message, hash);
        hash[..SignatureLength].CopyTo(signature);
    }
}
