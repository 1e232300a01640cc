using Microsoft.AspNetCore.Http;

namespace Investigations.Sse.Tests;

public class AcceptsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("*/*", true)]
    [InlineData("text/*", true)]
    [InlineData("text/event-stream", true)]
    [InlineData("Text/Event-Stream; charset=utf-8", true)]
    [InlineData("application/json, text/event-stream", true)]
    [InlineData("application/json", false)]
    [InlineData("text/html, application/json;q=0.9", false)]
    [InlineData("text/event-stream;q=0, */*", false)]
    [InlineData("text/event-stream;q=0.1, */*;q=0", true)]
    [InlineData("not a media type", true)]
    public void AnEventStream_AcceptHeader_Decides(string? accept, bool expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;
        Assert.Equal(expected, Accepts.AnEventStream(request));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("*/*", false)]
    [InlineData("text/event-stream", true)]
    [InlineData("text/event-stream;q=0", false)]
    public void OnlyAnEventStream_AcceptHeader_NamesIt(string? accept, bool expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;
        Assert.Equal(expected, Accepts.OnlyAnEventStream(request));
    }
}
