using Investigations.Concurrency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.LoadTest;

/// <summary>A document of 18 KB of JSON that can be polled, and patched with protection and without. Its version is in memory.</summary>
internal static class DocumentServer
{
    public const int Lines = 220;

    private static readonly Line[] Document = [.. Enumerable.Range(0, Lines).Select(static i => new Line(i, $"line {i}", new string('x', 40)))];

    public static async Task<int> RunAsync()
    {
        var builder = ServerLoop.CreateBuilder();
        builder.Services.AddOptimisticConcurrency(static options => options.VersionCacheTtl = TimeSpan.FromSeconds(60));
        builder.Services.AddSingleton<Versions>();

        await using var app = builder.Build();
        app.UseRouting();
        app.MapGet("/document", static () => VersionResults.Ok(Document, 3)).WithVersionSource<Versions>().WithConditionalGet();
        app.MapPatch("/unprotected", static (Patch patch) => TypedResults.Ok(patch));
        app.MapPatch("/protected", static (Patch patch, ExpectedVersion expected) =>
            expected.IsSatisfiedBy(3) ? TypedResults.Ok(patch) : throw new InvalidOperationException()).WithVersionSource(static (_, _) => new(3));
        var versions = app.Services.GetRequiredService<Versions>();
        return await ServerLoop.RunAsync(app, () => versions.Reads);
    }

    internal sealed record Line(int Number, string Title, string Text);

    internal sealed record Patch(string? Title, string? Status);

    private sealed class Versions : IVersionSource
    {
        private long _reads;

        public long Reads => Volatile.Read(ref _reads);

        public ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            return new(3);
        }

        public string? GetCacheKey(HttpContext context) => "document";
    }
}
