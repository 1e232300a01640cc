using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

/// <summary>Beside the framework's error handling, and the application's own problem documents.</summary>
public sealed class ErrorHandlingTests
{
    [Fact]
    public async Task ExceptionHandlerAround_ConflictOfAnEndpoint_NeverReachesIt()
    {
        var handled = false;
        await using var app = await TestApp.StartAsync(a =>
        {
            a.UseExceptionHandler(error => error.Run(_ =>
            {
                handled = true;
                return Task.CompletedTask;
            }));
            a.MapPatch("/x", string (ExpectedVersion expected) => throw new VersionConflictException(4, expected));
        });

        Assert.Equal(409, (await app.SendAsync("PATCH", "/x", "If-Match: 3")).Status);
        Assert.False(handled);
    }

    [Fact]
    public async Task ExceptionHandlerReExecutes_ProtectedErrorEndpoint_IsCheckedOnItsOwn()
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            a.UseExceptionHandler("/error");
            a.UseRouting();
            a.MapPatch("/x", string (ExpectedVersion expected) => throw new InvalidOperationException());
            a.MapPatch("/error", (ExpectedVersion expected) => expected.ToString()).WithVersionSource((_, _) => new(7));
        });

        Assert.Equal(409, (await app.SendAsync("PATCH", "/x", "If-Match: 3")).Status);
    }

    [Fact]
    public async Task ProblemDetailsOfTheApplication_Customized_AppliesHereToo()
    {
        await using var app = await DocumentApi.StartAsync(builder => builder.Services.AddProblemDetails(o =>
            o.CustomizeProblemDetails = problem => problem.ProblemDetails.Extensions["team"] = "documents"));

        var many = await app.SendBodyAsync("PATCH", "/documents/1", "{}", "If-Match: \"1\", \"abc\"");
        var missing = await app.SendBodyAsync("PATCH", "/documents/1", "{}");

        Assert.Equal((409, "version_conflict", "documents"), (many.Status, many.Code, many.Json.GetProperty("team").GetString()));
        Assert.Equal("[1,\"abc\"]", many.Json.GetProperty("submitted_version").GetRawText());
        Assert.Equal((428, "documents"), (missing.Status, missing.Json.GetProperty("team").GetString()));
    }

    [Fact]
    public async Task ProblemDetailsWithGeneratedMetadataOnly_VersionsInAConflict_CanBeWritten()
    {
        await using var app = await TestApp.StartAsync(
            a => a.MapPatch("/x", (ExpectedVersion expected) => VersionCommit.Committed(4)).WithVersionSource((_, _) => new(3)),
            builder =>
            {
                builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Clear());
                builder.Services.AddProblemDetails();
            });

        var response = await app.SendAsync("PATCH", "/x", "If-Match: \"1\", \"2\"");

        Assert.Equal((409, 3), (response.Status, response.Json.GetProperty("current_version").GetInt64()));
        Assert.Equal("[1,2]", response.Json.GetProperty("submitted_version").GetRawText());
    }

    [Fact]
    public async Task StatusCodePages_Refusals_KeepTheirBody()
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            a.UseStatusCodePages();
            a.MapPatch("/x", (ExpectedVersion expected) => expected.IsAny);
        });

        Assert.Equal("precondition_required", (await app.SendAsync("PATCH", "/x")).Code);
    }

    [Fact]
    public async Task SourceFails_NothingIsWrittenAndTheErrorIsTheApplications()
    {
        var called = false;
        await using var app = await TestApp.StartAsync(a =>
        {
            a.UseExceptionHandler(error => error.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            }));
            var group = a.MapGroup("").WithVersionSource((_, _) => throw new IOException("down"));
            group.MapPatch("/x", (ExpectedVersion expected) => called = expected.IsAny);
            group.MapGet("/x", () => called = true).WithConditionalGet();
        });

        Assert.Equal(503, (await app.SendAsync("PATCH", "/x", "If-Match: 3")).Status);
        Assert.Equal(503, (await app.SendAsync("GET", "/x", "If-None-Match: \"3\"")).Status);
        Assert.False(called);
    }
}
