using System.Buffers;
using System.Text;

namespace Investigations.Sse;

/// <summary>What an id and an event's type may be.</summary>
internal static class SseField
{
    /// <summary>The longest id, in bytes of UTF-8, that is written or taken back.</summary>
    public const int MaxIdBytes = 256;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\r\n\0");

    public static bool IsValid(string value) => !value.AsSpan().ContainsAny(Forbidden);

    public static bool IsValidId(string id) => IsValid(id) && FitsId(id);

    public static bool FitsId(string id) => id.Length <= MaxIdBytes && Encoding.UTF8.GetByteCount(id) <= MaxIdBytes;

    public static void Check(string? type, string? id, TimeSpan? retry)
    {
        if (type is not null && !IsValid(type))
        {
            throw new ArgumentException("An event's type can't contain CR, LF or NUL.", nameof(type));
        }

        if (id is not null && !IsValidId(id))
        {
            throw new ArgumentException($"An event's id can't contain CR, LF or NUL or be longer than {MaxIdBytes} bytes.", nameof(id));
        }

        if (retry < TimeSpan.Zero)
        {
            throw new ArgumentException("A reconnection interval can't be negative.", nameof(retry));
        }
    }
}
