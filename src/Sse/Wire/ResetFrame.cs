using System.Buffers;
using System.Text.Json;

namespace Investigations.Sse;

/// <summary>The control event that tells a client that its stream starts over. It has no id, so the client's resume point stays.</summary>
internal static class ResetFrame
{
    public const string EventType = "reset";

    public static void Write(IBufferWriter<byte> output, string reason, string? resume)
    {
        var data = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartObject();
            json.WriteString("reason", reason);
            if (resume is not null)
            {
                json.WriteString("resume", resume);
            }

            json.WriteEndObject();
        }

        SseFormat.WriteEvent(output, data.WrittenSpan, EventType, id: null, retry: null);
    }
}
