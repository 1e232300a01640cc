using System.Text.Json;
using Investigations.Concurrency;
using Npgsql;

// With "race" behind the address of a running host, the client of the page's race; else the host.
if (args is ["race", var address])
{
    using var client = new HttpClient { BaseAddress = new Uri(address) };
    var token = CancellationToken.None;
    //= Concurrency: Test that nobody is overwritten
    return;
}

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Articles")!));
builder.Services.AddOptimisticConcurrency();
builder.Services.AddSingleton<ArticleTable>();
builder.Services.AddSingleton<ArticleVersions>();
builder.Services.AddSingleton<IVersionHistorySource, History>();

var app = builder.Build();
var articles = app.MapGroup("/articles").WithVersionSource<ArticleVersions>();
articles.MapPatch("/{id}", (string id, ArticlePatch patch, ExpectedVersion expected, ArticleTable table, CancellationToken ct) => table.UpdateAsync(id, expected, patch, ct));
//= Concurrency: Versions and history
app.Run();

public record Article(string Title, long Version);

public record ArticlePatch(string Title);

//= Concurrency: With a database: 1

//= Concurrency: With a database: 2

class History(TimeProvider time, ArticleVersions versions) : IVersionHistorySource
{
    public async ValueTask<VersionInfo?> GetVersionInfoAsync(HttpContext context, CancellationToken cancellationToken) =>
        await versions.GetVersionAsync(context, cancellationToken) is { } version ? new((string)context.GetRouteValue("id")!, version, time.GetUtcNow(), "alice") : null;

    public ValueTask<VersionHistoryPage?> GetHistoryAsync(HttpContext context, VersionHistoryQuery query, CancellationToken cancellationToken) =>
        new(new VersionHistoryPage([new(1, null, time.GetUtcNow(), "alice", JsonElement.Parse("{}"))], HasMore: false));
}
