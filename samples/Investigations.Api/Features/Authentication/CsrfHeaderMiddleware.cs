using Investigations.Api.Http;

namespace Investigations.Api.Features.Authentication;

/// <summary>
/// Requires <c>X-Requested-With: fetch</c> on unsafe requests that the cookie authenticates: a foreign page can't set it
/// without a CORS permission that this host never gives.
/// </summary>
internal sealed class CsrfHeaderMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var safe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        return safe || !SessionCookie.IsUsedBy(context) || request.Headers["X-Requested-With"] == "fetch"
            ? next(context)
            : throw new ApiProblemException(StatusCodes.Status400BadRequest, "csrf_header_missing",
                "A request that changes something and is authenticated by the session cookie must carry X-Requested-With: fetch.");
    }
}
