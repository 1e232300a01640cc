using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>Writes a small JSON body that nobody may store: it is one caller's.</summary>
internal static class JsonAnswer
{
    /// <summary>The body is JSON and nothing else, so quotes and apostrophes can stay readable.</summary>
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync<TState>(HttpContext context, TState state, Action<Utf8JsonWriter, TState> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        var writer = new Utf8JsonWriter(context.Response.BodyWriter, Relaxed);
        await using (writer)
        {
            writer.WriteStartObject();
            write(writer, state);
            writer.WriteEndObject();
        }
    }

    /// <summary>A number, or null where nothing was counted: a store that can't answer knows none.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string name, long number, bool isKnown)
    {
        if (isKnown)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
