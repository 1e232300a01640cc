using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Http;

/// <summary>
/// Makes every error an <c>application/problem+json</c> document with a <c>code</c> and a <c>trace_id</c>, whatever the
/// client accepts: an <c>EventSource</c> accepts only streams, and a person who debugs it still wants to read what went wrong.
/// </summary>
internal sealed class ApiProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails;
        var status = problem.Status ??= http.Response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(status);
        problem.Type ??= "about:blank";
        problem.Detail ??= DetailOf(status);
        problem.Extensions.TryAdd("code", CodeOf(status));
        problem.Extensions["trace_id"] = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        problem.Extensions.Remove("traceId");

        if (string.IsNullOrEmpty(http.Response.Headers.CacheControl))
        {
            http.Response.Headers.CacheControl = "no-store";
        }

        await http.Response.WriteAsJsonAsync(problem, _json, "application/problem+json", http.RequestAborted);
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "invalid_request",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status406NotAcceptable => "not_acceptable",
        StatusCodes.Status408RequestTimeout => "request_timeout",
        StatusCodes.Status413PayloadTooLarge => "payload_too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        _ => status < 500 ? "client_error" : "internal_error",
    };

    private static string DetailOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Send a valid bearer token in the Authorization header.",
        StatusCodes.Status404NotFound => "There is no such resource, or you have no access to it.",
        StatusCodes.Status405MethodNotAllowed => "This resource does not know that method; the Allow header lists those it knows.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than 1 MiB.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        _ => status < 500 ? "The request could not be understood." : "Something went wrong here; the trace id helps to find it.",
    };
}
