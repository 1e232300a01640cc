using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Investigations.LoadTest;

/// <summary>Clients as applications write them: <see cref="HttpClient"/>, and the document read from its JSON where there is one.</summary>
internal sealed class Tabs(int port, int count, string path, string tag, HttpStatusCode status) : IRequests
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    public long Run(TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, count).Select(_ => PollAsync(started, duration))).GetAwaiter().GetResult().Sum();
    }

    public void Dispose() => _client.Dispose();

    private async Task<long> PollAsync(long started, TimeSpan duration)
    {
        var polls = 0L;
        for (; Stopwatch.GetElapsedTime(started) < duration; polls++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag));
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode != status
                || (status == HttpStatusCode.OK && (await response.Content.ReadFromJsonAsync<DocumentServer.Line[]>())?.Length != DocumentServer.Lines))
            {
                throw new InvalidDataException($"The server answered {response.StatusCode}.");
            }
        }

        return polls;
    }
}
