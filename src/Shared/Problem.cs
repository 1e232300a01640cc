using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Shared;

// Writes one RFC 9457 problem document with a stable code. The application's own IProblemDetailsService
// is asked first, so that its customizations apply; a document is written even where there is none or it declines.
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    public static async Task WriteAsync(
        HttpContext context, int status, string code, string title, string detail,
        IEnumerable<KeyValuePair<string, object?>>? extensions = null)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail, Type = TypeOf(status) };
        problem.Extensions["code"] = code;
        foreach (var (name, value) in extensions ?? [])
        {
            problem.Extensions[name] = Element(value);
        }

        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";

        if (context.RequestServices.GetService<IProblemDetailsService>() is { } service
            && await service.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem }))
        {
            return;
        }

        context.Response.ContentType = ContentType;
        var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (writer)
        {
            Write(writer, context, problem);
        }
    }

    // Where JSON needs generated metadata, the framework's own has none for numbers that are members of a problem.
    private static object? Element(object? value) => value switch
    {
        bool flag => JsonElement.Parse(flag ? "true" : "false"),
        int number => JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture)),
        long number => JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture)),
        double number => JsonElement.Parse(number.ToString("R", CultureInfo.InvariantCulture)),
        _ => value,
    };

    private static void Write(Utf8JsonWriter writer, HttpContext context, ProblemDetails problem)
    {
        writer.WriteStartObject();
        writer.WriteString("type", problem.Type);
        writer.WriteString("title", problem.Title);
        writer.WriteNumber("status", problem.Status.GetValueOrDefault());
        writer.WriteString("detail", problem.Detail);
        foreach (var (name, value) in problem.Extensions)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        if (!problem.Extensions.ContainsKey("trace_id"))
        {
            writer.WriteString("trace_id", Activity.Current?.Id ?? context.TraceIdentifier);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            case JsonElement element: element.WriteTo(writer); break;
            default: throw new ArgumentException($"A problem's member can't be of type {value.GetType()}.", nameof(value));
        }
    }

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status428PreconditionRequired => "https://tools.ietf.org/html/rfc6585#section-3",
        StatusCodes.Status429TooManyRequests => "https://tools.ietf.org/html/rfc6585#section-4",
        StatusCodes.Status400BadRequest => "https://tools.ietf.org/html/rfc9110#section-15.5.1",
        StatusCodes.Status404NotFound => "https://tools.ietf.org/html/rfc9110#section-15.5.5",
        StatusCodes.Status406NotAcceptable => "https://tools.ietf.org/html/rfc9110#section-15.5.7",
        StatusCodes.Status409Conflict => "https://tools.ietf.org/html/rfc9110#section-15.5.10",
        StatusCodes.Status410Gone => "https://tools.ietf.org/html/rfc9110#section-15.5.11",
        StatusCodes.Status412PreconditionFailed => "https://tools.ietf.org/html/rfc9110#section-15.5.13",
        StatusCodes.Status503ServiceUnavailable => "https://tools.ietf.org/html/rfc9110#section-15.6.4",
        _ => "about:blank",
    };
}
