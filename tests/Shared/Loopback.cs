using System.Net;
using System.Net.Sockets;

namespace Investigations.Testing;

internal static class Loopback
{
    /// <summary>A port that nobody had a moment ago, below those that the system gives to outgoing connections, so that none of these takes it.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's; another will do.
            }
        }
    }
}
