using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>Access to the expected version where no parameter can be declared.</summary>
public static class ConcurrencyHttpContextExtensions
{
    /// <summary>The version that the client of a protected endpoint expects.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is not protected.</exception>
    public static ExpectedVersion GetExpectedVersion(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<PreconditionFeature>()?.Expected ?? throw NotProtected(context);
    }

    private static InvalidOperationException NotProtected(HttpContext context)
    {
        ServicesCheck.ThrowIfNotAdded(context.RequestServices);
        return new($"{context.GetEndpoint()?.DisplayName ?? "The request"} has no expected version: protect the endpoint with RequireIfMatch().");
    }
}
