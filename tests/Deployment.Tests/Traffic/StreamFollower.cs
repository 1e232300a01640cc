using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Investigations.Deployment.Tests;

/// <summary>Follows by stream, and comes back with the last id as an <c>EventSource</c> does.</summary>
internal sealed class StreamFollower(HttpClient client, string investigation, string name, string? run) : Follower(name, run)
{
    private string? _lastEventId;

    protected override async Task RoundAsync(Func<bool> hasAll, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/investigations/{investigation}/runs/{Run ?? "_all"}/stream");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", _lastEventId);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsTrouble())
        {
            WasInterrupted();
            await Answers.PauseAsync(response, cancellationToken);
            return;
        }

        response.EnsureSuccessStatusCode();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken)).EnumerateAsync(cancellationToken))
        {
            Assert.True(item.EventId is not null, $"{Name} was sent {item.EventType}: {item.Data}");
            using var document = JsonDocument.Parse(item.Data);
            Receive(document.RootElement);
            _lastEventId = item.EventId;
            if (hasAll())
            {
                return;
            }
        }

        WasInterrupted();
        await Task.Delay(100, cancellationToken);
    }
}
