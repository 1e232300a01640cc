using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests.Readme;

/// <summary>An application made of what the package's README shows does what it says.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("/articles/1")]
    [InlineData("/mvc-articles/1")]
    public async Task Application_OfTheReadme_RefusesAndWrites(string path)
    {
        await using var app = await StartAsync();

        var missing = await app.SendBodyAsync("PATCH", path, """{"title":"mine"}""");
        var written = await app.SendBodyAsync("PATCH", path, """{"title":"mine"}""", "If-Match: \"1\"");
        var stale = await app.SendBodyAsync("PATCH", path, """{"title":"theirs"}""", "If-Match: \"1\"");

        Assert.Equal((428, 200, 409), (missing.Status, written.Status, stale.Status));
        Assert.Equal(("\"2\"", "\"2\""), (written["ETag"], stale["ETag"]));
    }

    [Fact]
    public async Task Application_OfTheReadme_AnswersPolls()
    {
        await using var app = await StartAsync();

        var full = await app.SendAsync("GET", "/articles/1");
        var unchanged = await app.SendAsync("GET", "/articles/1", $"If-None-Match: {full["ETag"]}");
        var none = await app.SendAsync("GET", "/articles/2");

        Assert.Equal((200, 304, 404), (full.Status, unchanged.Status, none.Status));
    }

    [Fact]
    public async Task Race_OfTheReadme_HasOneWinner()
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = app.Address };

        await WriteRace.ExactlyOneWinsAsync(32, (writer, token) => client.SendAsync(new HttpRequestMessage(HttpMethod.Patch, "/articles/1")
        {
            Headers = { { "If-Match", "\"1\"" } },
            Content = new StringContent($$"""{"title":"writer {{writer}}"}""", null, "application/json"),
        }, token), TestContext.Current.CancellationToken);

        Assert.Equal(200, (await app.SendAsync("GET", "/articles/1")).Status);
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(
        app =>
        {
            var articles = app.MapGroup("/articles").WithVersionSource<ArticleVersions>();
            articles.MapGet("/{id}", async (string id, ArticleStore store, CancellationToken ct) =>
                await store.FindAsync(id, ct) is { } article ? Microsoft.AspNetCore.Http.Results.Ok(article) : Microsoft.AspNetCore.Http.Results.NotFound())
                .WithConditionalGet();
            articles.MapPatch("/{id}", (string id, ArticlePatch patch, ExpectedVersion expected, ArticleStore store, CancellationToken ct) =>
                store.UpdateAsync(id, expected, patch, ct));
            app.MapControllers().WithVersionSource<ArticleVersions>();
        },
        builder =>
        {
            builder.Services.AddSingleton<ArticleStore>();
            builder.Services.AddScoped<ArticleVersions>();
            builder.Services.AddControllers().AddApplicationPart(typeof(ReadmeTests).Assembly);
        });
}
