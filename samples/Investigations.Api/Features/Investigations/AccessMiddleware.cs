using Investigations.Api.Features.Authentication;
using Investigations.Api.Http;

namespace Investigations.Api.Features.Investigations;

/// <summary>
/// Lets only an investigation's creator, its members and administrators reach its endpoints. To everyone else it does not
/// exist, and that is decided before any precondition is looked at, so that nothing can be told from the answer.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, InvestigationProbes probes)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<InvestigationAccessRequired>() is not null)
        {
            var id = context.InvestigationId();
            var known = await probes.GetAsync(id, context.RequestAborted);
            if (known is null || !(context.User.IsAdmin() || known.Allows(context.User.UserId())))
            {
                throw ApiProblemException.NotFound();
            }
        }

        await next(context);
    }
}

/// <summary>Marks endpoints whose route value <c>id</c> names an investigation that the caller must have access to.</summary>
internal sealed class InvestigationAccessRequired;

internal static class AccessExtensions
{
    public static void UseInvestigationAccess(this IApplicationBuilder app) => app.UseMiddleware<AccessMiddleware>();

    public static TBuilder RequireInvestigationAccess<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization().WithMetadata(new InvestigationAccessRequired());

    public static string InvestigationId(this HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
