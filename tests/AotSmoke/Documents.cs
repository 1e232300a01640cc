using System.Text.Json;
using Investigations.Concurrency;

namespace AotSmoke;

internal sealed record Document(string Title, long Version);

internal sealed record DocumentPatch(string Title);

/// <summary>Investigations.Concurrency: a protected write, a conditional read, versions and history, a mapped exception.</summary>
internal static class Documents
{
    public static void AddDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptimisticConcurrency();
        builder.Services.AddSingleton<DocumentStore>();
        builder.Services.AddSingleton<IVersionHistorySource>(services => services.GetRequiredService<DocumentStore>());
    }

    public static void MapDocuments(this WebApplication app)
    {
        app.UseOptimisticConcurrency();
        var documents = app.MapGroup("/documents").WithVersionSource<DocumentStore>();
        documents.MapGet("/{id}", (string id, DocumentStore store) => VersionResults.Ok(store.Current, store.Current.Version)).WithConditionalGet();
        documents.MapPatch("/{id}", (string id, DocumentPatch patch, ExpectedVersion expected, DocumentStore store) => store.Update(expected, patch));
        documents.MapVersions("/{id}");
        app.MapPost("/conflict", string () => throw new VersionConflictException(7, 6));
    }
}

internal sealed class DocumentStore(TimeProvider time) : IVersionSource, IVersionHistorySource
{
    private readonly Lock _lock = new();
    private readonly List<VersionHistoryEntry> _history = [Entry(1, null, time)];

    public Document Current { get; private set; } = new("draft", 1);

    public VersionCommit<Document> Update(ExpectedVersion expected, DocumentPatch patch)
    {
        lock (_lock)
        {
            if (!expected.IsSatisfiedBy(Current.Version))
            {
                return VersionCommit.Conflict(Current.Version);
            }

            Current = new(patch.Title, Current.Version + 1);
            _history.Insert(0, Entry(Current.Version, Current.Version - 1, time));
            return VersionCommit.Committed(Current.Version, Current);
        }
    }

    public ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken) =>
        new(context.Request.RouteValues["id"] as string == "1" ? Current.Version : null);

    public string? GetCacheKey(HttpContext context) => "document";

    public ValueTask<VersionInfo?> GetVersionInfoAsync(HttpContext context, CancellationToken cancellationToken) =>
        new(new VersionInfo("1", Current.Version, time.GetUtcNow(), "alice"));

    public ValueTask<VersionHistoryPage?> GetHistoryAsync(HttpContext context, VersionHistoryQuery query, CancellationToken cancellationToken) =>
        new(new VersionHistoryPage([.. _history.Where(e => query.Before is null || e.Version < query.Before).Take(query.Limit)], HasMore: false));

    private static VersionHistoryEntry Entry(long version, long? previous, TimeProvider time) =>
        new(version, previous, time.GetUtcNow(), "alice", JsonElement.Parse("{}"));
}
