using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Investigations.Concurrency.Tests;

public sealed class UnusedVersionTests
{
    private static void Map(WebApplication app)
    {
        app.MapPatch("/forgets", (ExpectedVersion expected) => "saved");
        app.MapPatch("/looks-whether-there-is-one", (ExpectedVersion expected) => expected.IsUnspecified);
        app.MapPatch("/uses", (ExpectedVersion expected) => expected.IsSatisfiedBy(3));
        app.MapPatch("/lists", (ExpectedVersion expected) => expected.Values);
        app.MapPatch("/context", (HttpContext context) => context.GetExpectedVersion().TryGetValue(out _)).RequireIfMatch();
        app.MapPatch("/required", () => "saved").RequireIfMatch();
        app.MapPatch("/fails", (ExpectedVersion expected) => TypedResults.BadRequest());
        app.MapGet("/forgets", (ExpectedVersion expected) => "read");
    }

    [Theory]
    [InlineData("/forgets", 1)]
    [InlineData("/looks-whether-there-is-one", 1)]
    [InlineData("/required", 1)]
    [InlineData("/uses", 0)]
    [InlineData("/lists", 0)]
    [InlineData("/context", 0)]
    [InlineData("/fails", 0)]
    public async Task Write_InDevelopment_LogsWhoForgotTheVersion(string path, int errors)
    {
        await using var app = await TestApp.StartAsync(Map, environment: Environments.Development);

        await app.SendAsync("PATCH", path, "If-Match: 3");
        await app.StopAsync();

        var logged = app.Logs.Of("VersionUnused").ToArray();
        Assert.Equal(errors, logged.Length);
        Assert.All(logged, record => Assert.Equal((LogLevel.Error, 4), (record.Level, record.Id.Id)));
        Assert.All(logged, record => Assert.Contains(path, record.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_InProduction_LogsNothing()
    {
        await using var app = await TestApp.StartAsync(Map);

        Assert.Equal(200, (await app.SendAsync("PATCH", "/forgets", "If-Match: 3")).Status);
        await app.StopAsync();
        Assert.Empty(app.Logs.Of("VersionUnused"));
    }

    [Fact]
    public async Task Write_LogEverywhere_LogsInProduction()
    {
        await using var app = await TestApp.StartAsync(Map, configure: o => o.UnusedVersion = UnusedVersionHandling.Log);

        await app.SendAsync("PATCH", "/forgets", "If-Match: 3");
        await app.StopAsync();

        Assert.Single(app.Logs.Of("VersionUnused"));
    }

    [Theory]
    [InlineData("PATCH", "/forgets", 500)]
    [InlineData("PATCH", "/uses", 200)]
    [InlineData("PATCH", "/fails", 400)]
    [InlineData("GET", "/forgets", 200)]
    public async Task Request_Throw_FailsWhoForgotTheVersion(string method, string path, int status)
    {
        await using var app = await TestApp.StartAsync(Map, configure: o => o.UnusedVersion = UnusedVersionHandling.Throw);

        Assert.Equal(status, (await app.SendAsync(method, path, "If-Match: 3")).Status);
    }
}
