using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Investigations.Api.Http;

namespace Investigations.Api.Features.Investigations;

/// <summary>The list's cursor: the position to go on before. It grants nothing, so it is not signed.</summary>
internal static class ListCursor
{
    public static string? Encode(long? position) =>
        position is { } value ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"l1.{value}"))) : null;

    public static long? Decode(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        Span<byte> decoded = stackalloc byte[64];
        if (cursor.Length <= 64 && Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, decoded, out var length)
            && decoded[..length] is [(byte)'l', (byte)'1', (byte)'.', .. var digits]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && position > 0 && Encode(position) == cursor)
        {
            return position;
        }

        throw new ApiProblemException(StatusCodes.Status400BadRequest, "invalid_cursor", "The cursor is not one that this list gave out.");
    }
}
