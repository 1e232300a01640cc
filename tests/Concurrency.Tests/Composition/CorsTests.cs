using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

public sealed class CorsTests
{
    private static Task<TestApp> StartAsync() => TestApp.StartAsync(a =>
    {
        a.UseCors();
        a.MapPatch("/x", (ExpectedVersion expected) => VersionCommit.Committed(4)).WithVersionSource((_, _) => new(3));
    }, builder => builder.Services.AddCors(o => o.AddDefaultPolicy(policy =>
        policy.WithOrigins("https://app.example").WithMethods("PATCH").WithConcurrencyHeaders("X-Resource-Version"))));

    [Fact]
    public async Task Preflight_OfAProtectedWrite_IsAllowedWithoutAPrecondition()
    {
        await using var app = await StartAsync();

        var response = await app.SendAsync("OPTIONS", "/x",
            "Origin: https://app.example", "Access-Control-Request-Method: PATCH", "Access-Control-Request-Headers: if-match");

        Assert.Equal((204, "If-Match,If-None-Match,X-Resource-Version"), (response.Status, response["Access-Control-Allow-Headers"]));
    }

    [Theory]
    [InlineData("3", 204)]
    [InlineData("2", 409)]
    public async Task Response_OfAnotherOrigin_ExposesTheTag(string ifMatch, int status)
    {
        await using var app = await StartAsync();

        var response = await app.SendAsync("PATCH", "/x", "Origin: https://app.example", $"If-Match: {ifMatch}");

        Assert.Equal((status, "ETag", "https://app.example"),
            (response.Status, response["Access-Control-Expose-Headers"], response["Access-Control-Allow-Origin"]));
    }
}
