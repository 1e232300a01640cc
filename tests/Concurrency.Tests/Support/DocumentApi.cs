using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Investigations.Concurrency.Tests;

/// <summary>The API that most tests run against: one protected resource in the store, number 1 at version 3.</summary>
internal static class DocumentApi
{
    public static Task<TestApp> StartAsync(
        Action<WebApplicationBuilder>? build = null, Action<OptimisticConcurrencyOptions>? configure = null, Action<RouteGroupBuilder>? map = null) =>
        TestApp.StartAsync(app => Map(app, map), build, configure);

    private static void Map(WebApplication app, Action<RouteGroupBuilder>? map)
    {
        var documents = app.MapGroup("/documents").WithVersionSource<DocumentVersions>();
        documents.MapMethods("/{id}", ["GET", "HEAD"], IResult (string id, Documents store) =>
            store[id] is { } document ? TypedResults.Ok(document) : TypedResults.NotFound()).WithConditionalGet();
        documents.MapPatch("/{id}", (string id, DocumentPatch patch, ExpectedVersion expected, Documents store) =>
            store.Update(id, expected, patch.Title));
        documents.MapDelete("/{id}", (string id, ExpectedVersion expected, Documents store) =>
            store.Update(id, expected, "deleted"));
        documents.MapPut("/{id}", IResult (string id, DocumentPatch patch, ExpectedVersion expected, Documents store) =>
        {
            if (!expected.IsAbsent)
            {
                return store.Update(id, expected, patch.Title);
            }

            var created = store[id] = new Document(id, patch.Title!, 1);
            return VersionResults.Created($"/documents/{id}", created, created.Version);
        });
        map?.Invoke(documents);
    }
}
