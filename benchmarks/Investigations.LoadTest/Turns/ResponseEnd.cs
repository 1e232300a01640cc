using System.Buffers.Text;

namespace Investigations.LoadTest;

/// <summary>Where a response of HTTP/1.1 ends (RFC 9112 §6.3), as far as these servers make use of it.</summary>
internal static class ResponseEnd
{
    /// <param name="response">What has come so far, of one response.</param>
    public static bool IsComplete(ReadOnlySpan<byte> response)
    {
        var head = response.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var headers = response[..(head + 2)];
        var body = response[(head + 4)..];
        if (headers.IndexOf("Transfer-Encoding: chunked"u8) >= 0)
        {
            return body.EndsWith("0\r\n\r\n"u8);
        }

        var field = headers.IndexOf("Content-Length: "u8);
        return field < 0 || (Utf8Parser.TryParse(headers[(field + 16)..], out int length, out _) && body.Length >= length);
    }
}
