using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Investigations.Deployment.Tests;

/// <summary>Follows page by page: waiting for each (a long poll), or asking twice a second whether what it has is still all.</summary>
internal sealed class PollFollower(HttpClient client, string investigation, string name, int? waitSeconds) : Follower(name, null)
{
    private string? _cursor;
    private EntityTagHeaderValue? _tag;

    protected override async Task RoundAsync(Func<bool> hasAll, CancellationToken cancellationToken)
    {
        var query = $"limit=200{(_cursor is null ? "" : $"&cursor={_cursor}")}{(waitSeconds is null ? "" : $"&wait={waitSeconds}")}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/investigations/{investigation}/events?{query}");
        if (_tag is not null)
        {
            request.Headers.IfNoneMatch.Add(_tag);
        }

        using var response = await client.SendAsync(request, cancellationToken);
        if (response.IsTrouble())
        {
            WasInterrupted();
            await Answers.PauseAsync(response, cancellationToken);
        }
        else if (response.StatusCode != HttpStatusCode.NotModified)
        {
            Take(await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken), response.Headers.ETag);
        }

        if (waitSeconds is null)
        {
            await Task.Delay(500, cancellationToken);
        }
    }

    private void Take(JsonElement page, EntityTagHeaderValue? tag)
    {
        foreach (var item in page.GetProperty("events").EnumerateArray())
        {
            Receive(item);
        }

        var next = page.GetProperty("next").GetString();
        _tag = next == _cursor && waitSeconds is null ? tag : null;
        _cursor = next;
    }
}
