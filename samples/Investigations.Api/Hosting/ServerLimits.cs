using Investigations.Api.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Hosting;

/// <summary>
/// What one client can take from the server before it is cut off: of memory by sizes, of time by the rates at which it must send and read.
/// The server's own rates (240 bytes a second) would let a client that never reads keep a page in memory for hours.
/// </summary>
internal static class ServerLimits
{
    public static void Set(KestrelServerOptions server)
    {
        var limits = server.Limits;
        server.AddServerHeader = false;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestBodySize = JsonBody.MaxBytes;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.MinRequestBodyDataRate = new MinDataRate(4 * 1024, TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(16 * 1024, TimeSpan.FromSeconds(10));
    }

    /// <summary>Sets what can be configured, once it is known to be valid.</summary>
    public static void UseServerLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        var settings = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        limits.MaxConcurrentConnections = settings.MaxConnections;
        limits.RequestHeadersTimeout = settings.RequestHeadersTimeout;
    }
}
