using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

public class MetadataTests
{
    [Fact]
    public async Task Endpoints_DescribeTheirEvents()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, Price>(), app =>
        {
            app.MapGet("/result", () => SseResults.Stream(Sources.Of(new Price(1))));
            app.MapGet("/either", Results<SseStreamResult<Price>, NotFound> () => SseResults.Stream(Sources.Of(new Price(1))));
            app.MapGet("/channel", () => SseResults.Channel<string, Price>("a"));
            app.MapSse("/named", "a");
        });
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        Assert.Equal(4, endpoints.Count);
        Assert.All(endpoints, endpoint =>
        {
            var produces = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Single(produces => produces.StatusCode == StatusCodes.Status200OK);
            Assert.Equal(typeof(SseItem<Price>), produces.Type);
            Assert.Equal(["text/event-stream"], produces.ContentTypes);
        });
    }

    [Fact]
    public async Task Options_OfTheEndpointThenTheCall_Apply()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSse(o => o.LastEventIdQueryName = "global"), app =>
        {
            app.MapGet("/global", () => Echo(null));
            app.MapGet("/endpoint", () => Echo(null)).WithSse(o => o.LastEventIdQueryName = "endpoint");
            app.MapGet("/call", () => Echo(o => o.LastEventIdQueryName = "call")).WithSse(o => o.LastEventIdQueryName = "endpoint");
            app.MapGroup("/group").WithSse(o => o.LastEventIdQueryName = "group").MapGet("/", () => Echo(null));
        });
        foreach (var name in (string[])["global", "endpoint", "call", "group"])
        {
            using var client = await host.OpenAsync($"/{name}?global=global&endpoint=endpoint&call=call&group=group");
            Assert.Equal(name, (await client.ReadAsync())!.Data);
        }
    }

    [Fact]
    public async Task Controller_ReturnsAStream()
    {
        await using var host = await TestHost.StartAsync(
            s => s.AddControllers().AddApplicationPart(typeof(MetadataTests).Assembly), app => app.MapControllers());
        using var client = await host.OpenAsync("/controller/prices");
        Assert.Equal([new SseBlock(null, null, """{"value":1}"""), new SseBlock(null, null, """{"value":2}""")], await client.ReadToEndAsync());
        using var untyped = await host.OpenAsync("/controller/untyped");
        Assert.Equal("x", (await untyped.ReadAsync())!.Data);
    }

    [Fact]
    public async Task Controller_DescribesItsEvents()
    {
        await using var host = await TestHost.StartAsync(
            s => s.AddControllers().AddApplicationPart(typeof(MetadataTests).Assembly), app => app.MapControllers());
        var endpoint = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single(endpoint => endpoint.DisplayName!.Contains("Prices (", StringComparison.Ordinal));
        Assert.NotNull(endpoint.Metadata.GetMetadata<SseEndpointMetadata>());
        Assert.NotNull(endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Timeouts.DisableRequestTimeoutAttribute>());
        Assert.Contains(endpoint.Metadata.OfType<IProducesResponseTypeMetadata>(), produces => produces.Type == typeof(SseItem<Price>));

        var described = host.Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items
            .SelectMany(group => group.Items).Single(item => item.RelativePath == "controller/prices");
        var response = Assert.Single(described.SupportedResponseTypes, response => response.StatusCode == StatusCodes.Status200OK);
        Assert.Equal(typeof(SseItem<Price>), response.Type);
        Assert.Equal("text/event-stream", Assert.Single(response.ApiResponseFormats).MediaType);
    }

    [Fact]
    public async Task Endpoint_WhoseHandlerHidesItsStream_IsDescribedByWithSse()
    {
        await using var host = await TestHost.StartAsync(s => s.AddEndpointsApiExplorer(), app =>
        {
            app.MapGet("/text", IResult () => SseResults.Stream(Sources.Of(new Price(1)))).WithSse();
            app.MapGet("/typed", IResult () => SseResults.Stream(Sources.Of(new Price(1)))).WithSse().Produces<SseItem<Price>>(StatusCodes.Status200OK, "text/event-stream");
            var group = app.MapGroup("/group").WithSse();
            group.MapGet("/shown", () => SseResults.Stream(Sources.Of(new Price(1))));
            group.MapGet("/hidden", IResult () => SseResults.Stream(Sources.Of(new Price(1))));
        });
        var described = host.Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items
            .SelectMany(group => group.Items).ToDictionary(item => item.RelativePath!, item => Assert.Single(item.SupportedResponseTypes));

        Assert.Equal(
            [("group/hidden", typeof(string)), ("group/shown", typeof(SseItem<Price>)), ("text", typeof(string)), ("typed", typeof(SseItem<Price>))],
            described.Select(item => (item.Key, item.Value.Type!)).OrderBy(item => item.Key, StringComparer.Ordinal));
        Assert.All(described.Values, response => Assert.Equal("text/event-stream", Assert.Single(response.ApiResponseFormats).MediaType));
    }

    [Fact]
    public void Stream_OfItemsTakenForData_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => SseResults.Stream<SseItem<string>>(Sources.Of(new SseItem<string>("x")), _ => "type"));
    }

    private static SseStreamResult<string> Echo(Action<SseStreamOptions>? configure) =>
        SseResults.Stream((id, _) => Sources.Of(new SseItem<string>(id ?? "none")), configure);

    public sealed record Price(int Value);
}

[ApiController]
[Route("controller")]
public sealed class PricesController : ControllerBase
{
    [HttpGet("prices")]
    public SseStreamResult<MetadataTests.Price> Prices(int first = 1) => SseResults.Stream(Sources.Of(new MetadataTests.Price(first), new MetadataTests.Price(ModelState.IsValid ? 2 : 0)));

    [HttpGet("untyped")]
    public IResult Untyped() => SseResults.Stream(Sources.Of(ModelState.IsValid ? "x" : "y"));
}
