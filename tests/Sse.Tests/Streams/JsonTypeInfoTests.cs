using System.Net.ServerSentEvents;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

/// <summary>Type information that was given is used, not the application's JSON options: ahead-of-time compilation has no other.</summary>
public partial class JsonTypeInfoTests
{
    private const string Expected = """{"sensor_name":"a"}""";

    [Fact]
    public async Task Stream_GivenTypeInformation_IsWrittenByIt()
    {
        var type = ReadingJson.Default.Reading;
        await using var host = await TestHost.StartAsync(app: app =>
        {
            app.MapGet("/items", () => SseResults.Stream(Sources.Of(new Reading("a")), type));
            app.MapGet("/typed", () => SseResults.Stream(Sources.Of(new Reading("a")), reading => reading.SensorName, type));
            app.MapGet("/events", () => SseResults.Stream(Sources.Of(new SseItem<Reading>(new Reading("a"))), type));
            app.MapGet("/resumable", () => SseResults.Stream((_, _) => Sources.Of(new SseItem<Reading>(new Reading("a"))), type));
        });
        foreach (var path in (string[])["/items", "/typed", "/events", "/resumable"])
        {
            using var client = await host.OpenAsync(path);
            Assert.Equal(new SseBlock(null, path == "/typed" ? "a" : null, Expected), await client.ReadAsync());
        }
    }

    [Fact]
    public async Task Channel_GivenTypeInformation_IsWrittenByIt()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, Reading>(c => c.JsonTypeInfo = ReadingJson.Default.Reading), app => app.MapSse("/", "a"));
        using var client = await host.OpenAsync("/");
        host.Services.GetRequiredService<ISseChannels<string, Reading>>().Get("a").Publish(new SseItem<Reading>(new Reading("a")));
        Assert.Equal(Expected, (await client.ReadAsync())!.Data);
    }

    internal sealed record Reading(string SensorName);

    [JsonSerializable(typeof(Reading))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    internal sealed partial class ReadingJson : JsonSerializerContext;
}
