using Investigations.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Investigations.Api.Features.Authentication;

/// <summary>
/// A browser's session: the token itself in an HttpOnly cookie, because an <c>EventSource</c> can't send headers.
/// Nothing is kept on the server, so that any node can answer.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "investigations_session";

    public sealed record CookieFeature;

    public static CookieFeature Used { get; } = new();

    public static bool IsUsedBy(HttpContext context) => context.Features.Get<CookieFeature>() is not null;

    public static void MapSession(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/v1/session").RequireAuthorization().WithTags("Session");

        session.MapPost("/", async (HttpContext context) =>
        {
            var ticket = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
            var token = IsUsedBy(context)
                ? context.Request.Cookies[Name]!
                : context.Request.Headers.Authorization.ToString()["Bearer ".Length..].Trim();
            context.Response.Cookies.Append(Name, token, Options(context, ticket.Properties?.ExpiresUtc));
            return TypedResults.NoContent();
        });

        // Not counted: who is blocked may leave all the same.
        session.MapDelete("/", (HttpContext context) =>
        {
            context.Response.Cookies.Delete(Name, Options(context, expires: null));
            return TypedResults.NoContent();
        }).DisableBackoffRateLimiting();
    }

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        Expires = expires,
    };
}
