using System.Net;
using System.Net.Sockets;

namespace Investigations.Api.Hosting;

/// <summary>Reads which proxies are trusted: addresses and networks, separated by commas.</summary>
internal static class ProxyNetworks
{
    /// <summary>Null for what is no such list.</summary>
    public static IReadOnlyList<IPNetwork>? Parse(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
            {
                networks.Add(network);
            }
            else if (!part.Contains('/') && IPAddress.TryParse(part, out var address))
            {
                networks.Add(new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            }
            else
            {
                return null;
            }
        }

        return networks;
    }
}
