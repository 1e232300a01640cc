using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

public class SseLastEventIdTests
{
    [Theory]
    [InlineData(null, null, null, false)]
    [InlineData("", null, null, false)]
    [InlineData("", "?last_event_id=q", "q", false)]
    [InlineData("h", "?last_event_id=q", "h", false)]
    [InlineData(null, "?last_event_id=", null, false)]
    [InlineData(null, "?LAST_EVENT_ID=q", "q", false)]
    [InlineData(null, "?last_event_id=a&last_event_id=b", null, true)]
    [InlineData(null, "?last_event_id=%0A", null, true)]
    [InlineData(null, "?last_event_id=a%00b", null, true)]
    [InlineData(null, "?other=a", null, false)]
    public void Of_HeaderAndQuery_IsTheClientsId(string? header, string? query, string? value, bool isInvalid)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        if (header is not null)
        {
            request.Headers["last-event-id"] = header;
        }

        var id = SseLastEventId.Of(request, "last_event_id");
        Assert.Equal((value, isInvalid), (id.Value, id.IsInvalid));
        Assert.Equal(value ?? "", id.ToString());
    }

    [Theory]
    [InlineData(256, false)]
    [InlineData(257, true)]
    [InlineData(10_000, true)]
    public void Of_LongId_IsBounded(int length, bool isInvalid)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["Last-Event-ID"] = new string('x', length);
        Assert.Equal(isInvalid, SseLastEventId.Of(request, "last_event_id").IsInvalid);
    }

    [Fact]
    public void Of_TwoHeaders_IsInvalid()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["Last-Event-ID"] = new[] { "a", "b" };
        Assert.True(SseLastEventId.Of(request, "last_event_id").IsInvalid);
    }

    [Fact]
    public async Task Handler_TakesItAsAParameterOrAsksForIt_AsItsStreamsReadIt()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSse(o => o.LastEventIdQueryName = "after"), app =>
        {
            app.MapGet("/bound", (SseLastEventId id) => $"{id.Value ?? "none"} {id.IsInvalid}");
            app.MapGet("/asked", (HttpRequest request) => $"{request.GetSseLastEventId().Value ?? "none"}");
            app.MapGet("/endpoint", (SseLastEventId id) => $"{id}").WithSse(o => o.LastEventIdQueryName = "from");
        });
        Assert.Equal("7 False", await host.Client.GetStringAsync("/bound?after=7", TestContext.Current.CancellationToken));
        Assert.Equal("none False", await host.Client.GetStringAsync("/bound?after=", TestContext.Current.CancellationToken));
        Assert.Equal("none False", await host.Client.GetStringAsync("/bound?last_event_id=7", TestContext.Current.CancellationToken));
        Assert.Equal("none True", await host.Client.GetStringAsync("/bound?after=%0A", TestContext.Current.CancellationToken));
        Assert.Equal("7", await host.Client.GetStringAsync("/asked?after=7", TestContext.Current.CancellationToken));
        Assert.Equal("9", await host.Client.GetStringAsync("/endpoint?after=7&from=9", TestContext.Current.CancellationToken));
        using var byHeader = await host.OpenAsync("/bound?after=7", ("Last-Event-ID", "8"));
        Assert.Equal("8 False", await byHeader.ReadLineAsync());
    }

    [Fact]
    public async Task Handler_WithoutTheServices_IsToldWhatToCall()
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await SseLastEventId.BindAsync(context));
        Assert.Contains("AddSse()", exception.Message, StringComparison.Ordinal);
    }
}
