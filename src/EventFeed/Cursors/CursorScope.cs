using System.Security.Cryptography;
using System.Text;

namespace Investigations.EventFeed;

/// <summary>What a cursor is bound to: the feed and the filter, as a digest that goes into its signature.</summary>
internal sealed class CursorScope
{
    public const int DigestLength = SHA256.HashSizeInBytes;

    private readonly byte[] _digest;

    private CursorScope(byte[] digest) => _digest = digest;

    public ReadOnlySpan<byte> Digest => _digest;

    public static CursorScope Of(string feed, IReadOnlyList<string> types, string? subject)
    {
        // Neither a feed's name nor a type or a subject can hold a control character, so nothing else reads the same.
        var text = new StringBuilder("feed\n").Append(feed).Append('\n');
        foreach (var type in types.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.Append("type\t").Append(type).Append('\n');
        }

        if (subject is not null)
        {
            text.Append("subject\t").Append(subject).Append('\n');
        }

        return new CursorScope(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
