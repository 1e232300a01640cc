using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

/// <summary>The ways to protect an endpoint; none of them can be declared and not enforced.</summary>
public sealed class DeclarationTests
{
    [Theory]
    [InlineData("/declared")]
    [InlineData("/required")]
    [InlineData("/both")]
    [InlineData("/filtered")]
    [InlineData("/grouped/in/groups")]
    [InlineData("/delegate")]
    public async Task Endpoint_Protected_RefusesBeforeItRuns(string path)
    {
        var ran = 0;
        await using var app = await TestApp.StartAsync(a =>
        {
            var all = a.MapGroup("").WithVersionSource((_, _) => new(3));
            all.MapPatch("/declared", (ExpectedVersion expected) => ran++);
            all.MapPatch("/required", () => ran++).RequireIfMatch();
            all.MapPatch("/both", (ExpectedVersion expected) => ran++).RequireIfMatch();
            all.MapPatch("/filtered", (ExpectedVersion expected) => ran++).AddEndpointFilter((context, next) =>
            {
                ran++;
                return next(context);
            });
            all.MapGroup("/grouped").RequireIfMatch().MapGroup("/in").MapPatch("/groups", () => ran++);
            all.MapPatch("/delegate", context =>
            {
                ran++;
                return Task.CompletedTask;
            }).RequireIfMatch();
        });

        var missing = await app.SendAsync("PATCH", path);
        var conflict = await app.SendAsync("PATCH", path, "If-Match: 2");
        Assert.Equal((428, 409, 0), (missing.Status, conflict.Status, ran));

        var written = await app.SendAsync("PATCH", path, "If-Match: 3");
        Assert.Equal(200, written.Status);
        Assert.NotEqual(0, ran);
    }

    [Fact]
    public async Task Source_OfTheRoute_WinsOverItsGroups()
    {
        await using var app = await TestApp.StartAsync(a => a.MapGroup("").WithVersionSource((_, _) => new(3))
            .MapPatch("/x", (ExpectedVersion expected) => expected.IsAny).WithVersionSource((_, _) => new(7)));

        Assert.Equal(200, (await app.SendAsync("PATCH", "/x", "If-Match: 7")).Status);
        Assert.Equal(409, (await app.SendAsync("PATCH", "/x", "If-Match: 3")).Status);
    }

    [Fact]
    public async Task Source_Missing_HandlerGetsWhatWasSent()
    {
        await using var app = await TestApp.StartAsync(a => a.MapPatch("/x", (ExpectedVersion expected) => expected.ToString()));

        Assert.Equal("\"1\", W/\"2\"", (await app.SendAsync("PATCH", "/x", "If-Match: 1, W/\"2\"")).Body);
        Assert.Equal(428, (await app.SendAsync("PATCH", "/x")).Status);
    }

    [Fact]
    public async Task Created_InAGroupWhoseSourceNeedsAnId_DoesNotAskIt()
    {
        await using var app = await TestApp.StartAsync(
            a => a.MapGroup("").WithVersionSource<NeedsAnId>().MapPost("/x", () => VersionResults.Created("/x/1", "new", 1)),
            builder => builder.Services.AddSingleton<NeedsAnId>());

        var response = await app.SendAsync("POST", "/x");

        Assert.Equal((201, "/x/1", "\"1\""), (response.Status, response["Location"], response["ETag"]));
    }

    private sealed class NeedsAnId : IVersionSource
    {
        public ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public string? GetCacheKey(HttpContext context) => throw new InvalidOperationException();
    }
}
