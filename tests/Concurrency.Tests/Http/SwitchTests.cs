namespace Investigations.Concurrency.Tests;

/// <summary>The switches to the letter of RFC 9110, and the other ones.</summary>
public sealed class SwitchTests
{
    private const string Body = """{"title":"new"}""";

    [Fact]
    public async Task ConflictStatusCode_412_IsTheOnlyDifference()
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.ConflictStatusCode = 412);

        var response = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 2");

        Assert.Equal((412, "version_conflict", "\"3\""), (response.Status, response.Code, response["ETag"]));
    }

    [Fact]
    public async Task WeakTags_Rejected_MatchNothing()
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.WeakTags = TagHandling.Reject);

        var weak = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: W/\"3\"");
        var strong = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: W/\"2\", \"3\"");

        Assert.Equal((409, 200), (weak.Status, strong.Status));
        Assert.Equal(3, weak.Json.GetProperty("submitted_version").GetInt64());
    }

    [Fact]
    public async Task WeakTags_RejectedWithoutSource_HandlerExpectsWhatNothingSatisfies()
    {
        ExpectedVersion got = default;
        await using var app = await TestApp.StartAsync(
            a => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapPatch(a, "/x", (ExpectedVersion expected) => { got = expected; }),
            configure: o => o.WeakTags = TagHandling.Reject);

        Assert.Equal(200, (await app.SendAsync("PATCH", "/x", "If-Match: W/\"3\"")).Status);
        Assert.True(got.IsOneOf);
        Assert.Empty(got.Values);
        Assert.False(got.IsSatisfiedBy(3));
        Assert.False(got.TryGetValue(out _));
    }

    [Theory]
    [InlineData("3", 400)]
    [InlineData("\"3\"", 200)]
    public async Task BareVersions_Rejected_AreMalformed(string ifMatch, int status)
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.BareVersions = TagHandling.Reject);

        Assert.Equal(status, (await app.SendBodyAsync("PATCH", "/documents/1", Body, $"If-Match: {ifMatch}")).Status);
    }

    [Fact]
    public async Task BareVersions_RejectedOnARead_IsAnsweredInFull()
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.BareVersions = TagHandling.Reject);

        Assert.Equal(200, (await app.SendAsync("GET", "/documents/1", "If-None-Match: 3")).Status);
    }

    [Fact]
    public async Task EmitWeakTags_Everywhere_CanBeSentBack()
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.EmitWeakTags = true);

        var read = await app.SendAsync("GET", "/documents/1");
        var conflict = await app.SendBodyAsync("PATCH", "/documents/1", Body, "If-Match: 2");
        var written = await app.SendBodyAsync("PATCH", "/documents/1", Body, $"If-Match: {read["ETag"]}");

        Assert.Equal(("W/\"3\"", "W/\"3\"", "W/\"4\""), (read["ETag"], conflict["ETag"], written["ETag"]));
        Assert.Equal(304, (await app.SendAsync("GET", "/documents/1", $"If-None-Match: {written["ETag"]}")).Status);
    }

    [Fact]
    public async Task EmitETagOnPut_Off_PutHasNoTag()
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.EmitETagOnPut = false);

        var put = await app.SendBodyAsync("PUT", "/documents/1", Body, "If-Match: 3");
        var patch = await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"x"}""", "If-Match: 4");

        Assert.Equal((200, null), (put.Status, put["ETag"]));
        Assert.Equal("\"5\"", patch["ETag"]);
    }

    [Theory]
    [InlineData("X-Resource-Version: 3", "X-None: 1", 200)]
    [InlineData("x-resource-version: \"3\"", "X-None: 1", 200)]
    [InlineData("X-Resource-Version: 2", "X-None: 1", 409)]
    [InlineData("X-Resource-Version: broken", "X-None: 1", 400)]
    [InlineData("X-None: 1", "If-Match: 3", 200)]
    [InlineData("X-None: 1", "If-Match: 2", 409)]
    [InlineData("X-None: 1", "If-Match: broken", 400)]
    [InlineData("X-Resource-Version: 3", "If-Match: \"3\"", 200)]
    [InlineData("X-Resource-Version: 3", "If-Match: 2", 400)]
    [InlineData("X-Resource-Version: 3", "If-Match: *", 400)]
    [InlineData("X-Resource-Version: 3", "If-Match: broken", 400)]
    [InlineData("X-None: 1", "X-None: 2", 428)]
    public async Task HeaderName_Another_IsReadAndIfMatchIsNeverIgnored(string first, string second, int status)
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.HeaderName = "X-Resource-Version");

        var response = await app.SendBodyAsync("PATCH", "/documents/1", Body, first, second);

        Assert.Equal(status, response.Status);
        if (status == 428)
        {
            Assert.Contains("X-Resource-Version: \"3\"", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }
}
