namespace Investigations.Concurrency.Tests;

/// <summary>Header forms that only a socket can send.</summary>
public sealed class HeaderFormTests
{
    private const string Body = """{"title":"new"}""";

    [Theory]
    [InlineData("If-Match: \"2\"", "If-Match: W/\"3\"", 200)]
    [InlineData("if-match: \"2\"", "IF-MATCH: \"3\"", 200)]
    [InlineData("If-Match: \"1\"", "If-Match: \"2\"", 409)]
    [InlineData("If-Match: *", "If-Match: \"3\"", 400)]
    [InlineData("If-Match: *", "If-Match: *", 400)]
    [InlineData("If-Match: \"3\"", "If-Match: broken", 400)]
    [InlineData("If-Match: \"3\"", "If-Match:", 200)]
    public async Task Patch_TwoLines_AreOneList(string first, string second, int status)
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(status, (await app.SendBodyAsync("PATCH", "/documents/1", Body, first, second)).Status);
    }

    [Theory]
    [InlineData(64, 200)]
    [InlineData(65, 400)]
    public async Task Patch_ManyTags_AreLimited(int count, int status)
    {
        await using var app = await DocumentApi.StartAsync();
        var tags = string.Join(", ", Enumerable.Repeat("\"1\"", count - 1).Append("\"3\""));

        Assert.Equal(status, (await app.SendBodyAsync("PATCH", "/documents/1", Body, $"If-Match: {tags}")).Status);
    }

    [Fact]
    public async Task Patch_ThirtyKilobytesOfTag_IsAConflictThatDoesNotEchoAllOfIt()
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendBodyAsync("PATCH", "/documents/1", Body, $"If-Match: \"{new string('a', 30_000)}\"");

        Assert.Equal(409, response.Status);
        Assert.StartsWith("aaaa", response.Json.GetProperty("submitted_version").GetString(), StringComparison.Ordinal);
        Assert.InRange(response.Body.Length, 1, 1000);
    }

    [Fact]
    public async Task Patch_ThirtyKilobytesOfCommas_IsMalformed()
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Equal(400, (await app.SendBodyAsync("PATCH", "/documents/1", Body, $"If-Match: {new string(',', 30_000)}")).Status);
    }

    [Fact]
    public async Task Patch_ByteBeyondAscii_IsNeverTakenForAbsent()
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: \"\u00E9\"");

        // The server itself refuses it; were it let through, it would be a tag that matches nothing.
        Assert.Equal(400, response.Status);
        Assert.Equal(0, app.Documents().Writes);
    }
}
