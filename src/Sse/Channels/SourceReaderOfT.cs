using System.Net.ServerSentEvents;

namespace Investigations.Sse;

/// <summary>The reader of one key's source.</summary>
internal sealed class SourceReader<TKey, T>(
    TKey key, ISseSource<TKey, T> source, SpareEncoder<T> encoders, SseEngine engine, SemaphoreSlim replays) : SourceReader(engine, replays)
    where TKey : notnull
{
    protected override async ValueTask<FramePage> ReadPageAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var page = await source.ReadAsync(key, after, limit, cancellationToken);
        var encoder = encoders.Take();
        try
        {
            var items = new (string, byte[])[page.Items.Count];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = Encode(encoder, page.Items[i]);
            }

            return new FramePage(items, page.PositionAfter(after), page.HasMore, page.IsCompleted);
        }
        finally
        {
            encoders.Return(encoder);
        }
    }

    protected override ValueTask<string?> ReadEndAsync(CancellationToken cancellationToken) => source.GetEndAsync(key, cancellationToken);

    private static (string Id, byte[] Bytes) Encode(SseEncoder<T> encoder, SseItem<T> item) =>
        string.IsNullOrEmpty(item.EventId)
            ? throw new InvalidOperationException("Each item of a source must have an id.")
            : (item.EventId, encoder.Encode(item).ToArray());
}
