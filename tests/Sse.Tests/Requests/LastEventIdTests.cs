using Microsoft.AspNetCore.Http;

namespace Investigations.Sse.Tests;

public class LastEventIdTests
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

        Assert.Equal(new LastEventId(value, isInvalid), LastEventId.Of(request, "last_event_id"));
    }

    [Theory]
    [InlineData(256, false)]
    [InlineData(257, true)]
    [InlineData(10_000, true)]
    public void Of_LongId_IsBounded(int length, bool isInvalid)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["Last-Event-ID"] = new string('x', length);
        Assert.Equal(isInvalid, LastEventId.Of(request, "last_event_id").IsInvalid);
    }

    [Fact]
    public void Of_TwoHeaders_IsInvalid()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["Last-Event-ID"] = new[] { "a", "b" };
        Assert.True(LastEventId.Of(request, "last_event_id").IsInvalid);
    }
}
