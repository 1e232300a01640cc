namespace Investigations.Api.Hosting;

internal static class SecurityHeaders
{
    /// <summary>What a browser may do with the page and the answers: run only the host's own files, and guess nothing.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    });
}
