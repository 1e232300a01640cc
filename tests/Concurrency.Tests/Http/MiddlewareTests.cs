using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

/// <summary>Conflicts that are thrown where no endpoint is protected.</summary>
public sealed class MiddlewareTests
{
    [Fact]
    public async Task Use_ConflictThrownAnywhere_IsTheSameAnswer()
    {
        await using var app = await StartAsync(_ => throw new VersionConflictException(4, 3));

        var response = await app.SendAsync("POST", "/x");

        Assert.Equal((409, "version_conflict", "\"4\"", "no-store"), (response.Status, response.Code, response["ETag"], response["Cache-Control"]));
        Assert.Equal((4, 3), (response.Json.GetProperty("current_version").GetInt64(), response.Json.GetProperty("submitted_version").GetInt64()));
    }

    [Fact]
    public async Task Use_ConflictWithoutVersions_IsAConflictAllTheSame()
    {
        await using var app = await StartAsync(_ => throw new VersionConflictException());

        var response = await app.SendAsync("POST", "/x");

        Assert.Equal((409, null), (response.Status, response["ETag"]));
        Assert.Equal(JsonValueKind.Null, response.Json.GetProperty("current_version").ValueKind);
        Assert.Contains("is not at the expected version", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Use_OtherExceptions_PassThrough()
    {
        await using var app = await StartAsync(_ => throw new InvalidOperationException());

        Assert.Equal(500, (await app.SendAsync("POST", "/x")).Status);
    }

    [Fact]
    public async Task Use_ExceptionThatAMapperKnows_IsAConflict()
    {
        await using var app = await StartAsync(_ => throw new TimeoutException("40001"),
            builder => builder.Services.AddSingleton<IConflictExceptionMapper, SerializationFailures>());

        var response = await app.SendAsync("POST", "/x");

        Assert.Equal((409, "version_conflict"), (response.Status, response.Code));
    }

    [Fact]
    public async Task Use_ResponseHasStarted_IsLeftAlone()
    {
        await using var app = await StartAsync(async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.Response.Body.FlushAsync();
            throw new VersionConflictException(4, 3);
        });

        var response = await app.SendAsync("POST", "/x");

        Assert.Equal(200, response.Status);
        Assert.Contains("begun", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("version_conflict", response.Body, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(RequestDelegate handler, Action<WebApplicationBuilder>? build = null) => TestApp.StartAsync(a =>
    {
        a.UseOptimisticConcurrency();
        a.MapPost("/x", handler);
    }, build);

    private sealed class SerializationFailures : IConflictExceptionMapper
    {
        public VersionConflictException? Map(Exception exception) => exception is TimeoutException { Message: "40001" } ? new() : null;
    }
}
