using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency.Tests;

/// <summary>Who may not see a resource learns nothing about its version.</summary>
public sealed class AuthorizationPrecedenceTests
{
    public static TheoryData<string, string> Requests => new()
    {
        { "PATCH", "If-Match: \"2\"" },
        { "PATCH", "If-Match: broken" },
        { "PATCH", "X-None: 1" },
        { "GET", "If-None-Match: \"3\"" },
        { "GET", "If-Match: \"2\"" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_NobodyOrNotAllowed_IsRefusedBeforePreconditions(string method, string header)
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            a.UseAuthentication();
            a.UseAuthorization();
            var group = a.MapGroup("/documents").WithVersionSource<DocumentVersions>().RequireAuthorization("writers");
            group.MapPatch("/{id}", (ExpectedVersion expected) => expected.IsAny);
            group.MapGet("/{id}", (string id) => id).WithConditionalGet();
        }, HeaderAuthentication.Add);

        var nobody = await app.SendAsync(method, "/documents/1", header);
        var stranger = await app.SendAsync(method, "/documents/1", header, "X-User: bob");

        Assert.Equal((401, 403), (nobody.Status, stranger.Status));
        Assert.Null(nobody["ETag"]);
        Assert.Null(stranger["ETag"]);
        Assert.Equal(0, app.Documents().VersionReads);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_ApplicationHidesTheResource_StaysHidden(string method, string header)
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            a.Use((context, next) =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return context.Request.Headers.ContainsKey("X-User") ? next(context) : Task.CompletedTask;
            });
            var group = a.MapGroup("/documents").WithVersionSource<DocumentVersions>();
            group.MapPatch("/{id}", (ExpectedVersion expected) => expected.IsAny);
            group.MapGet("/{id}", (string id) => id).WithConditionalGet();
        });

        var response = await app.SendAsync(method, "/documents/1", header);

        Assert.Equal(404, response.Status);
        Assert.Equal(0, app.Documents().VersionReads);
    }
}
