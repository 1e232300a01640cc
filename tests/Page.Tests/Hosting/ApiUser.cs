using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Investigations.Page.Tests.Hosting;

/// <summary>The API as another user calls it, while somebody looks at the page.</summary>
internal sealed class ApiUser : IDisposable
{
    private readonly HttpClient _client;

    private ApiUser(HttpClient client) => _client = client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ApiUser> SignInAsync(ApiHost host, string user)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        var token = await SendAsync(client, HttpMethod.Post, "/dev/token", new { user, roles = Array.Empty<string>() });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
        return new(client);
    }

    /// <summary>Creates an investigation that these members may see too.</summary>
    public async Task<string> CreateAsync(string title, params string[] members) =>
        (await SendAsync(_client, HttpMethod.Post, "/api/v1/investigations", new { title, members })).GetProperty("id").GetString()!;

    public Task AppendAsync(string id, params object[] events) =>
        SendAsync(_client, HttpMethod.Post, $"/api/v1/investigations/{id}/events", new { events });

    /// <summary>Appends completed tools of the run <c>r1</c>, numbered.</summary>
    public Task AppendToolsAsync(string id, int from, int count) =>
        AppendAsync(id, [.. Enumerable.Range(from, count).Select(i => new { type = "tool_complete", run_id = "r1", data = new { tool = $"tool-{i}" } })]);

    public Task PatchAsync(string id, object patch) =>
        SendAsync(_client, HttpMethod.Patch, $"/api/v1/investigation-state/{id}", patch, "*");

    public Task<JsonElement> StateAsync(string id) => SendAsync(_client, HttpMethod.Get, $"/api/v1/investigation-state/{id}");

    /// <summary>The whole feed, in its order.</summary>
    public async Task<List<JsonElement>> FeedAsync(string id)
    {
        var events = new List<JsonElement>();
        for (var cursor = ""; ;)
        {
            var page = await SendAsync(_client, HttpMethod.Get, $"/api/v1/investigations/{id}/events?limit=1000{cursor}");
            events.AddRange(page.GetProperty("events").EnumerateArray());
            if (!page.GetProperty("has_more").GetBoolean())
            {
                return events;
            }

            cursor = $"&cursor={page.GetProperty("next").GetString()}";
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var answer = await client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }
}
