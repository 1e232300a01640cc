using System.Net;
using Investigations.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Hosting;

/// <summary>How much of the machine strangers may take, and whose word is taken for who they are.</summary>
internal sealed class ServerOptions
{
    /// <summary>Connections at once, streams included; 1-1 000 000. One more is closed when it comes.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How long a request's headers may take to arrive; 1-300 s.</summary>
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; none unless given.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; set; } = [];
}

internal sealed class ServerSettings(IConfiguration configuration) : IConfigureOptions<ServerOptions>
{
    public void Configure(ServerOptions options)
    {
        var settings = new Settings(configuration, "Server", typeof(ServerOptions));
        options.MaxConnections = settings.Int32("MaxConnections", null, options.MaxConnections, 1, 1_000_000);
        options.RequestHeadersTimeout = settings.Seconds("RequestHeadersTimeoutSeconds", null, options.RequestHeadersTimeout, 1, 300);
        var proxies = settings.Text("TrustedProxies", null, "", "addresses or networks (10.0.0.0/8), separated by commas", text => ProxyNetworks.Parse(text) is not null);
        options.TrustedProxies = ProxyNetworks.Parse(proxies)!;
    }
}
