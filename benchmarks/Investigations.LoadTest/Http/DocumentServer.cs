using Investigations.Concurrency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.LoadTest;

/// <summary>A document of 18 KB of JSON that can be polled, from its store and from memory, and patched with protection and without.</summary>
internal static class DocumentServer
{
    public const int Lines = 220;

    public static string Text { get; } = new('x', 40);

    public static async Task<int> RunAsync()
    {
        using var store = new DocumentStore();
        var document = store.Read().Lines;
        var builder = ServerLoop.CreateBuilder();
        builder.Services.AddOptimisticConcurrency(static options => options.VersionCacheTtl = TimeSpan.FromSeconds(60));
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton<Versions>();

        await using var app = builder.Build();
        app.UseRouting();
        app.MapGet("/document", () =>
        {
            var (lines, version) = store.Read();
            return VersionResults.Ok(lines, version);
        }).WithVersionSource<Versions>().WithConditionalGet();
        app.MapGet("/document-in-memory", () => VersionResults.Ok(document, DocumentStore.Version)).WithVersionSource<Versions>().WithConditionalGet();
        app.MapGet("/nothing", static () => TypedResults.NoContent());
        app.MapPatch("/unprotected", static (Patch patch) => TypedResults.Ok(patch));
        app.MapPatch("/protected", static (Patch patch, ExpectedVersion expected) =>
            expected.IsSatisfiedBy(3) ? TypedResults.Ok(patch) : throw new InvalidOperationException()).WithVersionSource(static (_, _) => new(3));
        return await ServerLoop.RunAsync(app, () => store.VersionReads);
    }

    internal sealed record Line(int Number, string Title, string Text);

    internal sealed record Patch(string? Title, string? Status);

    private sealed class Versions(DocumentStore store) : IVersionSource
    {
        public ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken) => new(store.ReadVersion());

        public string? GetCacheKey(HttpContext context) => "document";
    }
}
