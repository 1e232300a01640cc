using System.Text.Json;

namespace Investigations.RateLimiting.Tests;

/// <summary>Reads responses.</summary>
internal static class Responses
{
    /// <summary>The one value of a header; null where there is none. A header that came twice fails the test.</summary>
    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }
}
