using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Hosting;

internal static class ForwardedClients
{
    /// <summary>
    /// Takes the client's address and scheme from trusted proxies. With none configured nothing is taken: anybody can send such
    /// headers, and the address is what strangers are counted by.
    /// </summary>
    public static void UseForwardedClients(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.TrustedProxies;
        if (proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // Goes back from proxy to proxy as long as each is trusted, and no further.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }
}
