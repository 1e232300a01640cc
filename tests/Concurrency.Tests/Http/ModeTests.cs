using Microsoft.Extensions.Logging;

namespace Investigations.Concurrency.Tests;

public sealed class ModeTests
{
    private const string Body = """{"title":"new"}""";

    [Theory]
    [InlineData("X-None: 1")]
    [InlineData("If-Match: \"2\"")]
    [InlineData("If-Match: broken")]
    [InlineData("If-None-Match: \"3\"")]
    public async Task Disabled_AnyPrecondition_WritesAndVersionsGoOn(string header)
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.Mode = ConcurrencyMode.Disabled);

        var response = await app.SendBodyAsync("PATCH", "/documents/1", Body, header);

        Assert.Equal((200, "\"4\""), (response.Status, response["ETag"]));
    }

    [Fact]
    public async Task Disabled_Reads_StayConditional()
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.Mode = ConcurrencyMode.Disabled);

        Assert.Equal(304, (await app.SendAsync("GET", "/documents/1", "If-None-Match: \"3\"")).Status);
        Assert.Equal(200, (await app.SendAsync("GET", "/documents/1", "If-Match: \"2\"")).Status);
    }

    [Fact]
    public async Task Disabled_AtStart_WarnsOnce()
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.Mode = ConcurrencyMode.Disabled);
        await app.SendBodyAsync("PATCH", "/documents/1", Body);

        var warning = Assert.Single(app.Logs.Of("ConcurrencyDisabled"));
        Assert.Equal((LogLevel.Warning, 1), (warning.Level, warning.Id.Id));
    }

    [Fact]
    public async Task Enabled_AtStart_DoesNotWarn()
    {
        await using var app = await DocumentApi.StartAsync();

        Assert.Empty(app.Logs.Of("ConcurrencyDisabled"));
    }

    [Theory]
    [InlineData("X-None: 1", 200)]
    [InlineData("If-Match: \"3\"", 200)]
    [InlineData("If-Match: \"2\"", 409)]
    [InlineData("If-Match: broken", 400)]
    [InlineData("If-None-Match: \"3\"", 412)]
    [InlineData("If-None-Match: *", 412)]
    public async Task Optional_Precondition_CountsWhereThereIsOne(string header, int status)
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.Mode = ConcurrencyMode.Optional);

        Assert.Equal(status, (await app.SendBodyAsync("PATCH", "/documents/1", Body, header)).Status);
    }
}
