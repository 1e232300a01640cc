using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Investigations.Samples.Tests.Hosting;

/// <summary>Follows a stream as a client does: reads items until a test has seen enough, within a generous bound.</summary>
internal sealed class SseReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private SseReader(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _items = SseParser.Create(body).EnumerateAsync(ApiClient.Cancellation).GetAsyncEnumerator(ApiClient.Cancellation);
    }

    public HttpResponseMessage Response => _response;

    public static async Task<SseReader> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ApiClient.Cancellation).WaitAsync(Patience);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new(response, await response.Content.ReadAsStreamAsync(ApiClient.Cancellation));
    }

    /// <summary>The next item; fails where the stream ends or stays silent instead.</summary>
    public async Task<SseItem<string>> NextAsync()
    {
        Assert.True(await _items.MoveNextAsync().AsTask().WaitAsync(Patience, ApiClient.Cancellation), "the stream ended");
        return _items.Current;
    }

    public async Task<List<SseItem<string>>> TakeAsync(int count)
    {
        var items = new List<SseItem<string>>(count);
        while (items.Count < count)
        {
            items.Add(await NextAsync());
        }

        return items;
    }

    /// <summary>Reads to the stream's end.</summary>
    public async Task<List<SseItem<string>>> ToEndAsync(TimeSpan within)
    {
        var items = new List<SseItem<string>>();
        while (await _items.MoveNextAsync().AsTask().WaitAsync(within, ApiClient.Cancellation))
        {
            items.Add(_items.Current);
        }

        return items;
    }

    public static string IdOf(SseItem<string> item)
    {
        using var document = JsonDocument.Parse(item.Data);
        return document.RootElement.GetProperty("id").GetString()!;
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
