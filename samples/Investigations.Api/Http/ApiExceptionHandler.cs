using System.Globalization;
using Investigations.EventFeed;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Investigations.Api.Http;

/// <summary>Turns what was thrown into a problem document, and never into more than the client may know.</summary>
internal sealed partial class ApiExceptionHandler(IProblemDetailsService problems, ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            ApiProblemException known => known,
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => JsonBody.TooLarge(),
            BadHttpRequestException bad => new(bad.StatusCode, "invalid_request", "The request could not be read."),
            FeedUnavailableException => new(StatusCodes.Status503ServiceUnavailable, "storage_unavailable", "The storage can't be reached just now; try again.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            },
            _ => new(StatusCodes.Status500InternalServerError, "internal_error", "Something went wrong here; the trace id helps to find it."),
        };

        if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            LogFailed(logger, context.Request.Method, context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName ?? "an unknown endpoint", problem.Code, exception);
        }

        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } retryAfter)
        {
            context.Response.Headers.RetryAfter = retryAfter.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails { Status = problem.Status, Detail = problem.Message, Extensions = { ["code"] = problem.Code }, }
                .With(problem.Members),
        });
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Endpoint} failed with {Code}", EventName = "RequestFailed")]
    private static partial void LogFailed(ILogger logger, string method, string endpoint, string code, Exception exception);
}

file static class ProblemDetailsMembers
{
    public static ProblemDetails With(this ProblemDetails problem, Dictionary<string, object?> members)
    {
        foreach (var (name, value) in members)
        {
            problem.Extensions[name] = value;
        }

        return problem;
    }
}
