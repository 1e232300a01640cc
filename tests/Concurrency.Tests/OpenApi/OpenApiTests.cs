using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

/// <summary>What the framework's own document shows of protected and conditional endpoints.</summary>
public sealed class OpenApiTests
{
    [Theory]
    [InlineData("/documents/{id}", "patch", "If-Match", true)]
    [InlineData("/mvc/{id}/declared", "patch", "If-Match", true)]
    [InlineData("/mvc/{id}/attribute", "delete", "If-Match", true)]
    [InlineData("/documents/{id}", "get", "If-None-Match", false)]
    [InlineData("/mvc/{id}", "get", "If-None-Match", false)]
    [InlineData("/documents/{id}/version", "get", "If-None-Match", false)]
    [InlineData("/documents/{id}/version-history", "head", "If-None-Match", false)]
    public async Task Operation_Header_IsAParameterWithAnExampleInItsDescription(string path, string method, string name, bool isRequired)
    {
        var operation = await OperationAsync(path, method);
        var header = operation.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("in").GetString() == "header");

        Assert.Equal(name, header.GetProperty("name").GetString());
        Assert.Equal(isRequired, header.TryGetProperty("required", out var required) && required.GetBoolean());
        Assert.Contains("\"3\"", header.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal("string", header.GetProperty("schema").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/documents/{id}", "patch", "200 400 404 409 412 428")]
    [InlineData("/mvc/{id}/declared", "patch", "200 400 409 412 428")]
    [InlineData("/documents/{id}", "get", "200 304 412")]
    [InlineData("/mvc/{id}", "get", "200 304 412")]
    [InlineData("/documents/{id}/version-history", "get", "200 304 412")]
    [InlineData("/mvc/{id}/plain", "patch", "200")]
    public async Task Operation_Answers_AreListed(string path, string method, string statuses)
    {
        var responses = (await OperationAsync(path, method)).GetProperty("responses");

        Assert.Equal(statuses, string.Join(' ', responses.EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal)));
        Assert.All(responses.EnumerateObject().Where(r => r.Name[0] == '4'), response =>
            Assert.True(response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _)));
    }

    [Fact]
    public async Task Operation_OtherSettings_AreWhatIsDescribed()
    {
        static void Configure(OptimisticConcurrencyOptions options) =>
            (options.Mode, options.HeaderName, options.ConflictStatusCode) = (ConcurrencyMode.Optional, "X-Version", 412);
        var operation = await OperationAsync("/mvc/{id}/declared", "patch", Configure);

        Assert.Equal("200 400 412", string.Join(' ', operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal)));
        var header = operation.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("in").GetString() == "header");
        Assert.Equal("X-Version", header.GetProperty("name").GetString());
        Assert.False(header.TryGetProperty("required", out _));
    }

    [Fact]
    public async Task Operation_Disabled_AsksForNothing()
    {
        var operation = await OperationAsync("/documents/{id}", "patch", o => o.Mode = ConcurrencyMode.Disabled);

        Assert.DoesNotContain(operation.GetProperty("parameters").EnumerateArray(), p => p.GetProperty("in").GetString() == "header");
        Assert.False(operation.GetProperty("responses").TryGetProperty("428", out _));
    }

    [Theory]
    [InlineData("/documents/{id}/version", "id")]
    [InlineData("/documents/{id}/version-history", "id limit before")]
    public async Task Versions_Parameters_AreListed(string path, string names)
    {
        var parameters = (await OperationAsync(path, "get")).GetProperty("parameters").EnumerateArray();

        Assert.Equal(names, string.Join(' ', parameters.Where(p => p.GetProperty("in").GetString() != "header").Select(p => p.GetProperty("name").GetString())));
    }

    [Fact]
    public async Task Transformer_OfTheReadme_AddsExampleAndTag()
    {
        var operation = await OperationAsync("/documents/{id}", "patch", transform: ReadmeTransformer.Add);

        var header = operation.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("in").GetString() == "header");
        Assert.Equal("\"3\"", header.GetProperty("example").GetString());
        foreach (var status in new[] { "200", "409" })
        {
            Assert.True(operation.GetProperty("responses").GetProperty(status).GetProperty("headers").TryGetProperty("ETag", out _), status);
        }

        Assert.False(operation.GetProperty("responses").GetProperty("428").TryGetProperty("headers", out _));
    }

    private static async Task<JsonElement> OperationAsync(
        string path, string method, Action<OptimisticConcurrencyOptions>? configure = null, Action<OpenApiOptions>? transform = null)
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            a.MapOpenApi();
            var group = a.MapGroup("/documents").WithVersionSource<DocumentVersions>();
            group.MapGet("/{id}", (string id, Documents store) => VersionResults.Ok(store[id]!.Title, store[id]!.Version)).WithConditionalGet();
            group.MapPatch("/{id}", (string id, DocumentPatch patch, ExpectedVersion expected) => VersionCommit.Committed(4, "new"));
            group.MapVersions("/{id}");
            a.MapControllers().WithVersionSource<DocumentVersions>().WithConditionalGet();
        }, builder =>
        {
            builder.Services.AddOpenApi(transform ?? (_ => { }));
            builder.Services.AddControllers().AddApplicationPart(typeof(ControllerTests).Assembly);
            builder.Services.AddSingleton<IVersionHistorySource, DocumentHistory>();
        }, configure);

        var response = await app.SendAsync("GET", "/openapi/v1.json");
        Assert.True(response.Status == 200, string.Join('\n', app.Logs.Of("ApplicationError")));
        return response.Json.GetProperty("paths").GetProperty(path).GetProperty(method);
    }
}
