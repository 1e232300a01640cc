using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Investigations.Concurrency.Tests.Readme;

public sealed record Article(string Id, string Title, long Version);

public sealed record ArticlePatch(string Title);

/// <summary>The store and the source that the package's README shows, with a dictionary in place of a table.</summary>
public sealed class ArticleStore
{
    private readonly Lock _table = new();
    private Article? _article = new("1", "first", 1);

    public Task<Article?> FindAsync(string id, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(_article?.Id == id ? _article : null);
    }

    public Task<VersionCommit<Article>> UpdateAsync(string id, ExpectedVersion expected, ArticlePatch patch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_table)
        {
            return Task.FromResult<VersionCommit<Article>>(_article switch
            {
                { } now when now.Id == id && !expected.IsSatisfiedBy(now.Version) => VersionCommit.Conflict(now.Version),
                { } now when now.Id == id => VersionCommit.Committed(now.Version + 1, _article = now with { Title = patch.Title, Version = now.Version + 1 }),
                _ => VersionCommit.NotFound,
            });
        }
    }
}

public sealed class ArticleVersions(ArticleStore store) : IVersionSource
{
    public async ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken) =>
        (await store.FindAsync((string)context.GetRouteValue("id")!, cancellationToken))?.Version;   // better: SELECT version FROM article WHERE id = …

    public string? GetCacheKey(HttpContext context) => $"article:{context.GetRouteValue("id")}";
}
