using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Writes pages and the headers that go with them.</summary>
internal sealed class PageResponse(IOptions<EventFeedOptions> options, EventFeedMetrics metrics)
{
    private const int FlushAt = 64 * 1024;

    public void WriteNotModified(HttpContext context, EventFeedEndpointOptions endpoint, CurrentPage current)
    {
        metrics.NotModified();
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        WriteHeaders(context, endpoint, current);
    }

    public async Task WriteAsync(HttpContext context, EventFeedEndpointOptions endpoint, FeedPage page, CurrentPage current)
    {
        WriteHeaders(context, endpoint, current);
        context.Response.ContentType = "application/json; charset=utf-8";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var body = context.Response.BodyWriter;
        var writer = new Utf8JsonWriter(body, FeedJson.WriterOptions);
        await using (writer)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("events"u8);
            foreach (var item in page.Events)
            {
                FeedJson.Write(writer, item, endpoint.SubjectName);
                if (writer.BytesPending > FlushAt)
                {
                    writer.Flush();
                    await body.FlushAsync(context.RequestAborted);
                }
            }

            writer.WriteEndArray();
            writer.WriteString("next"u8, page.Next);
            writer.WriteBoolean("has_more"u8, page.HasMore);
            writer.WriteNumber("limit"u8, page.Limit);
            writer.WriteEndObject();
        }
    }

    private void WriteHeaders(HttpContext context, EventFeedEndpointOptions endpoint, CurrentPage current)
    {
        var headers = context.Response.Headers;
        headers.ETag = current.ETag;
        headers.CacheControl = current is { IsFull: true, HasCursor: true } ? Immutable(endpoint) : "private, no-cache";
        headers.Append("Link", $"<{FeedUrls.WithCursor(context.Request, current.Next)}>; rel=\"next\"");
    }

    private string Immutable(EventFeedEndpointOptions endpoint)
    {
        var half = options.Value.CursorLifetime / 2;
        var age = endpoint.FullPageMaxAge < half ? endpoint.FullPageMaxAge : half;
        return string.Create(CultureInfo.InvariantCulture, $"private, max-age={(long)age.TotalSeconds}, immutable");
    }
}
