using System.Buffers;
using System.Buffers.Text;
using System.Net.ServerSentEvents;
using System.Text;

namespace Investigations.Sse;

/// <summary>The wire format (HTML, §9.2.5): fields and comments, each a line. Nothing given to it can begin a line of its own.</summary>
internal static class SseFormat
{
    public static ReadOnlySpan<byte> EmptyComment => ":\n"u8;

    public static void WriteEvent(IBufferWriter<byte> output, ReadOnlySpan<byte> data, string? type, string? id, TimeSpan? retry)
    {
        if (id is not null)
        {
            WriteField(output, "id: "u8, id);
        }

        WriteBody(output, data, type, retry);
    }

    /// <summary>All of an event but its id, and the blank line that ends it.</summary>
    public static void WriteBody(IBufferWriter<byte> output, ReadOnlySpan<byte> data, string? type, TimeSpan? retry)
    {
        if (!string.IsNullOrEmpty(type) && type != SseParser.EventTypeDefault)
        {
            WriteField(output, "event: "u8, type);
        }

        if (retry is { } interval)
        {
            WriteRetry(output, interval);
        }

        WriteData(output, data);
        output.Write("\n"u8);
    }

    /// <summary>A bare <c>retry</c> line: it takes effect by itself, and with no blank line after it no client makes a message of it.</summary>
    public static void WriteRetry(IBufferWriter<byte> output, TimeSpan interval)
    {
        output.Write("retry: "u8);
        WriteNumber(output, (long)interval.TotalMilliseconds);
        output.Write("\n"u8);
    }

    public static void WriteField(IBufferWriter<byte> output, ReadOnlySpan<byte> nameAndSeparator, string value)
    {
        output.Write(nameAndSeparator);
        Encoding.UTF8.GetBytes(value, output);
        output.Write("\n"u8);
    }

    private static void WriteData(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        while (true)
        {
            output.Write("data: "u8);
            var end = data.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                output.Write(data);
                output.Write("\n"u8);
                return;
            }

            output.Write(data[..end]);
            output.Write("\n"u8);
            var isPair = data[end] == '\r' && end + 1 < data.Length && data[end + 1] == '\n';
            data = data[(isPair ? end + 2 : end + 1)..];
        }
    }

    private static void WriteNumber(IBufferWriter<byte> output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }
}
