using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Tests;

/// <summary>What the framework's own document shows of a feed.</summary>
public sealed class OpenApiTests
{
    [Theory]
    [InlineData("get")]
    [InlineData("head")]
    public async Task Parameters_AreListedWithTypeAndText(string method)
    {
        var operation = (await PathAsync()).GetProperty(method);
        var parameters = operation.GetProperty("parameters").EnumerateArray().ToArray();

        Assert.Equal(
            ["path feed string", "query limit integer", "query cursor string", "query type array", "query run_id string", "query since string",
                "query wait number", "header If-None-Match string"],
            parameters.Select(static p => $"{p.GetProperty("in")} {p.GetProperty("name")} {Type(p.GetProperty("schema"))}"));
        Assert.Equal(["feed"], parameters.Where(static p => p.TryGetProperty("required", out var required) && required.GetBoolean()).Select(static p => p.GetProperty("name").GetString()));
        Assert.All(parameters[1..], static p => Assert.NotEmpty(p.GetProperty("description").GetString()!));
        Assert.Equal("date-time", parameters[5].GetProperty("schema").GetProperty("format").GetString());
        Assert.Equal(0, parameters[1].GetProperty("schema").GetProperty("minimum").GetInt32());
    }

    [Fact]
    public async Task Answers_AreListedWithTheirMediaTypes()
    {
        var responses = (await PathAsync()).GetProperty("get").GetProperty("responses");

        Assert.Equal(
            ["200 application/json", "304 ", "400 application/problem+json", "410 application/problem+json", "503 application/problem+json"],
            responses.EnumerateObject().Select(static r => $"{r.Name} {MediaTypes(r.Value)}").Order(StringComparer.Ordinal));
        Assert.All(responses.EnumerateObject(), static r => Assert.EndsWith(".", r.Value.GetProperty("description").GetString()!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tag_IsTheApplications() => Assert.Equal(
        [typeof(OpenApiTests).Assembly.GetName().Name],
        (await PathAsync()).GetProperty("get").GetProperty("tags").EnumerateArray().Select(static tag => tag.GetString()));

    [Fact]
    public async Task Application_WithoutReflection_StillHasADocument()
    {
        var path = await PathAsync(static services => services.Configure<JsonOptions>(static o =>
        {
            while (o.SerializerOptions.TypeInfoResolverChain.Count > 0)
            {
                o.SerializerOptions.TypeInfoResolverChain.RemoveAt(0);
            }

            o.SerializerOptions.TypeInfoResolverChain.Add(OnlyStrings.Default);
        }));
        Assert.Equal(8, path.GetProperty("get").GetProperty("parameters").GetArrayLength());
    }

    private static async Task<JsonElement> PathAsync(Action<IServiceCollection>? services = null)
    {
        await using var host = await FeedHost.StartAsync(
            endpoint: static o => o.SubjectName = "run_id",
            build: builder =>
            {
                builder.Services.AddOpenApi();
                services?.Invoke(builder.Services);
            },
            use: static app => app.UseDeveloperExceptionPage().UseRouting().UseEndpoints(static endpoints => endpoints.MapOpenApi()));
        var answer = await host.GetAsync("/openapi/v1.json");
        Assert.True(answer.Status == 200, System.Text.Encoding.UTF8.GetString(answer.Bytes));
        return answer.Json.GetProperty("paths").GetProperty("/feeds/{feed}/events");
    }

    private static string Type(JsonElement schema) => schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } types
        ? types.EnumerateArray().First(static type => type.GetString() is not ("null" or "string")).GetString()!
        : schema.GetProperty("type").GetString()!;

    private static string MediaTypes(JsonElement response) => response.TryGetProperty("content", out var content)
        ? string.Join(' ', content.EnumerateObject().Select(static item => item.Name))
        : "";
}
