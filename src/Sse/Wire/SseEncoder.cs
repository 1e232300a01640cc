using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Investigations.Sse;

/// <summary>Writes events whose data is text or bytes as they are, and any other data as JSON. Not for concurrent use.</summary>
internal sealed class SseEncoder<T>(JsonTypeInfo<T>? typeInfo, JsonSerializerOptions json)
{
    private readonly ScratchBuffer _data = new();
    private readonly ScratchBuffer _frame = new();
    private Utf8JsonWriter? _writer;
    private JsonTypeInfo? _typeInfo = typeInfo;

    /// <summary>The whole event, valid until the next call or <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Encode(in SseItem<T> item)
    {
        SseField.Check(item.EventType, item.EventId, item.ReconnectionInterval);
        Clear();
        SseFormat.WriteEvent(_frame, Encode(item.Data), item.EventType, item.EventId, item.ReconnectionInterval);
        return _frame.Written;
    }

    /// <summary>All but the id, which a pushed channel adds.</summary>
    public ReadOnlyMemory<byte> EncodeBody(in SseItem<T> item)
    {
        SseField.Check(item.EventType, item.EventId, item.ReconnectionInterval);
        Clear();
        SseFormat.WriteBody(_frame, Encode(item.Data), item.EventType, item.ReconnectionInterval);
        return _frame.Written;
    }

    /// <summary>Gives the memory back.</summary>
    public void Clear()
    {
        _data.Clear();
        _frame.Clear();
    }

    private ReadOnlySpan<byte> Encode(T data)
    {
        switch (data)
        {
            case null:
                return [];
            case ReadOnlyMemory<byte> bytes:
                return bytes.Span;
            case Memory<byte> bytes:
                return bytes.Span;
            case byte[] bytes:
                return bytes;
            case string text:
                Encoding.UTF8.GetBytes(text, _data);
                return _data.Written.Span;
            default:
                return Serialize(data);
        }
    }

    private ReadOnlySpan<byte> Serialize(T data)
    {
        _typeInfo ??= json.GetTypeInfo(typeof(T));
        _writer ??= new Utf8JsonWriter(_data, new JsonWriterOptions
        {
            Encoder = _typeInfo.Options.Encoder,
            MaxDepth = _typeInfo.Options.MaxDepth,
            SkipValidation = true,
        });
        _writer.Reset();

        var actual = data!.GetType();
        if (actual == typeof(T) || _typeInfo.PolymorphismOptions is not null || _typeInfo.Type == typeof(object) || typeof(T).IsValueType)
        {
            JsonSerializer.Serialize(_writer, data, (JsonTypeInfo<T>)_typeInfo);
        }
        else
        {
            JsonSerializer.Serialize(_writer, data, _typeInfo.Options.GetTypeInfo(actual));
        }

        _writer.Flush();
        return _data.Written.Span;
    }
}
