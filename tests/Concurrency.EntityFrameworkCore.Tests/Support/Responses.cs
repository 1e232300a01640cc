using System.Net.Http.Json;
using System.Text.Json;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

internal static class Responses
{
    /// <summary>Asserts the one answer that a lost race has, however it was lost.</summary>
    public static async Task AssertConflictAsync(this HttpResponseMessage response, long current, long submitted = 3)
    {
        Assert.Equal(409, (int)response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("version_conflict", problem.GetProperty("code").GetString());
        Assert.Equal(current, problem.GetProperty("current_version").GetInt64());
        Assert.Equal(submitted, problem.GetProperty("submitted_version").GetInt64());
        Assert.Equal($"\"{current}\"", response.Headers.ETag?.Tag);
    }
}
