using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Investigations.EventFeed;

/// <summary>Writes events as JSON, the same bytes in a page, in a stream and anywhere else.</summary>
public static class FeedJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// Writes one object: <c>id</c>, <c>type</c>, the subject under <paramref name="subjectName"/>, <c>sequence</c>,
    /// <c>timestamp</c>, <c>occurred_at</c>, <c>data</c>. Absent values are null; the data is not parsed again.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, FeedEvent feedEvent, string subjectName = "subject")
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(feedEvent);

        writer.WriteStartObject();
        writer.WriteString("id"u8, feedEvent.Id);
        writer.WriteString("type"u8, feedEvent.Type);
        writer.WriteString(subjectName, feedEvent.Subject);
        writer.WriteNumber("sequence"u8, feedEvent.Sequence);
        WriteTime(writer, "timestamp"u8, feedEvent.Timestamp);
        WriteTime(writer, "occurred_at"u8, feedEvent.OccurredAt);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(feedEvent.DataUtf8.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <summary>One event's object as UTF-8, on one line.</summary>
    public static byte[] ToUtf8(FeedEvent feedEvent, string subjectName = "subject")
    {
        ArgumentNullException.ThrowIfNull(feedEvent);
        var buffer = new ArrayBufferWriter<byte>(feedEvent.ApproximateSize + 64);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, feedEvent, subjectName);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is not { } value)
        {
            writer.WriteNull(name);
            return;
        }

        Span<byte> text = stackalloc byte[24];
        value.UtcDateTime.TryFormat(text, out var length, TimeFormat, CultureInfo.InvariantCulture);
        writer.WriteString(name, text[..length]);
    }
}
