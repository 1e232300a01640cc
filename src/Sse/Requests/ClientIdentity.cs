using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>Who a client is unless the application says otherwise.</summary>
internal static class ClientIdentity
{
    public static string? Of(HttpContext context)
    {
        var user = context.User;
        var id = user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? user.Identity?.Name;
        return id is not null ? "user:" + id : context.Connection.RemoteIpAddress is { } address ? "address:" + address : null;
    }
}
