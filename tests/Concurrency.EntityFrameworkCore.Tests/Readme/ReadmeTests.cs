using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests.Readme;

/// <summary>The code of the package's README is what runs here, and does what it says.</summary>
public sealed class ReadmeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Code_OfTheReadme_IsTheCodeThatRunsHere()
    {
        var running = LinesOf("AppDb.cs").Concat(LinesOf("OrdersController.cs")).Concat(LinesOf("ReadmeApp.cs")).ToHashSet();

        var shown = CodeOf(LinesOf("README.md")).ToArray();

        Assert.True(shown.Length > 20);
        Assert.DoesNotContain(shown, line => !running.Contains(line));
    }

    [Theory]
    [InlineData("/orders/1")]
    [InlineData("/mvc-orders/1")]
    public async Task Application_OfTheReadme_RefusesAndWrites(string path)
    {
        await using var database = new SqliteConnection(InMemory(path));
        await using var app = await StartAsync(database);

        Assert.Equal((428, null), await PatchAsync(app, path, null));
        Assert.Equal((200, "\"2\""), await PatchAsync(app, path, "\"1\""));
        Assert.Equal((409, "\"2\""), await PatchAsync(app, path, "\"1\""));
        Assert.Equal((404, null), await PatchAsync(app, path.Replace('1', '7'), "\"1\""));
    }

    [Fact]
    public async Task Statement_OfTheReadme_ComparesAndCounts()
    {
        await using var database = new SqliteConnection(InMemory("statement"));
        await using var app = await StartAsync(database);

        Assert.Equal((204, "\"2\""), await PatchAsync(app, "/statements/1?status=done", "\"1\""));
        Assert.Equal((409, "\"2\""), await PatchAsync(app, "/statements/1?status=done", "\"1\""));
    }

    private static string InMemory(string name) => $"Data Source={name.Replace('/', '-')};Mode=Memory;Cache=Shared";

    private static async Task<WebApplication> StartAsync(SqliteConnection database)
    {
        await database.OpenAsync(Token);
        var app = ReadmeApp.Build(database.ConnectionString);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            await db.Database.EnsureCreatedAsync(Token);
            db.Add(new Order { Id = 1 });
            db.Add(new Invoice { Id = 1 });
            await db.SaveChangesAsync(Token);
            Assert.Equal(1, db.Invoices.Single().Version);
        }

        await app.StartAsync(Token);
        return app;
    }

    private static async Task<(int Status, string? Tag)> PatchAsync(WebApplication app, string path, string? ifMatch)
    {
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = JsonContent.Create(new OrderPatch("done")) };
        if (ifMatch is not null)
        {
            request.Headers.Add("If-Match", ifMatch);
        }

        using var response = await client.SendAsync(request, Token);
        return ((int)response.StatusCode, response.Headers.ETag?.Tag);
    }

    private static List<string> LinesOf(string resource)
    {
        using var reader = new StreamReader(typeof(ReadmeTests).Assembly.GetManifestResourceStream(resource)!);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim())];
    }

    private static IEnumerable<string> CodeOf(List<string> lines)
    {
        var isCode = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = line == "```csharp";
            }
            else if (isCode && line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
