using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Investigations.RateLimiting;

/// <summary>
/// Ways to tell callers apart, for <see cref="RateLimitPolicyOptions.PartitionBy"/>. An address is always
/// <see cref="ConnectionInfo.RemoteIpAddress"/>: no header is believed here (behind a proxy, use the framework's forwarded headers).
/// </summary>
public static class RateLimitKeys
{
    /// <summary>The authenticated user's <c>sub</c> or name identifier claim; a request without one is counted by its address.</summary>
    public static RateLimitKey UserOrAddress(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return UserId(context) is { } id ? RateLimitKey.ForUser(id) : Address(context);
    }

    /// <summary>The client's address, IPv6 by /64.</summary>
    public static RateLimitKey Address(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RateLimitKey.ForAddress(context.Connection.RemoteIpAddress);
    }

    /// <summary>The authenticated user together with the address; a request without a user is counted by its address.</summary>
    public static RateLimitKey UserAndAddress(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return UserId(context) is { } id ? RateLimitKey.Combine(RateLimitKey.ForUser(id), Address(context)) : Address(context);
    }

    /// <summary>All callers together.</summary>
    public static RateLimitKey Everyone(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return default;
    }

    /// <summary>Not by <c>HttpContext.User</c>, which makes a principal where nobody has authenticated.</summary>
    private static string? UserId(HttpContext context) => context.Features.Get<IHttpAuthenticationFeature>()?.User is { Identity.IsAuthenticated: true } user
        ? user.FindFirst("sub")?.Value ?? user.FindFirst(ClaimTypes.NameIdentifier)?.Value
        : null;
}
