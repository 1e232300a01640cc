using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Investigations.Sse;

/// <summary>Lends encoders, keeping one for the next time.</summary>
internal sealed class SpareEncoder<T>(JsonTypeInfo<T>? typeInfo, JsonSerializerOptions json)
{
    private SseEncoder<T>? _spare;

    public SseEncoder<T> Take() => Interlocked.Exchange(ref _spare, null) ?? new SseEncoder<T>(typeInfo, json);

    public void Return(SseEncoder<T> encoder)
    {
        encoder.Clear();
        Volatile.Write(ref _spare, encoder);
    }
}
