using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Investigations.Samples.Tests.Hosting;

/// <summary>What tests say over HTTP, briefly.</summary>
internal static class ApiClient
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.SendAsync(request, Cancellation);
    }

    public static Task<HttpResponseMessage> FetchAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Get, path, null, headers);

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Post, path, json, headers);

    public static Task<HttpResponseMessage> PatchAsync(this HttpClient client, string id, string ifMatch, string json) =>
        client.SendAsync(HttpMethod.Patch, $"/api/v1/investigation-state/{id}", json, ("If-Match", ifMatch));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            Assert.Fail($"{(int)response.StatusCode}, but no JSON: {text}");
            throw;
        }
    }

    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> response) => await (await response).JsonAsync();

    public static async Task<JsonElement> OkAsync(this Task<HttpResponseMessage> response)
    {
        var answer = await response;
        var json = await answer.JsonAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {json}");
        return json;
    }

    public static async Task<JsonElement> ProblemAsync(this Task<HttpResponseMessage> pending, HttpStatusCode status, string code) =>
        await (await pending).ProblemAsync(status, code);

    /// <summary>Asserts a problem document of the contract and returns it.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var problem = await response.JsonAsync();
        Assert.True(status == response.StatusCode, $"expected {(int)status} {code}, but {(int)response.StatusCode}: {problem}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, problem.Text("code"));
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.All(["type", "title", "detail", "trace_id"], member => Assert.False(string.IsNullOrEmpty(problem.Text(member)), $"{member} is missing: {problem}"));
        return problem;
    }

    public static string? Text(this JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) ? value.GetString() : null;

    public static long Number(this JsonElement element, string member) => element.GetProperty(member).GetInt64();

    public static string ETag(this HttpResponseMessage response) => Assert.Single(response.Headers.NonValidated["ETag"]);

    public static async Task<string> CreateInvestigationAsync(this HttpClient client, string title = "A case", params string[] members)
    {
        var created = await client.PostAsync("/api/v1/investigations", JsonSerializer.Serialize(new { title, members })).OkAsync();
        return created.Text("id")!;
    }

    public static Task<JsonElement> AppendAsync(this HttpClient client, string id, params object[] events) =>
        client.PostAsync($"/api/v1/investigations/{id}/events", JsonSerializer.Serialize(new { events })).OkAsync();

    public static HttpClient WithBearer(this HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
