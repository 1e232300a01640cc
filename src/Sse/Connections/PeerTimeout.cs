using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>
/// A client that vanished without a word (its network is gone, its machine is off) acknowledges nothing, which only the kernel
/// sees: what is written fits its buffer for long. Linux gives up on such a peer after TCP_USER_TIMEOUT (RFC 5482) rather than
/// after some 15 minutes of retransmissions. Other systems keep their own bounds. It gets a quarter more than the stream's own writes do: a
/// client that is there but does not read is cut by the stream, and not by a socket error that the server takes for unexpected and logs.
/// </summary>
internal static class PeerTimeout
{
    private const int Tcp = 6;
    private const int UserTimeout = 18;
    private const double OfWriteTimeout = 1.25;

    public static void Set(HttpContext context, TimeSpan timeout)
    {
        if (!OperatingSystem.IsLinux()
            || timeout == Timeout.InfiniteTimeSpan
            || context.Features.Get<IConnectionSocketFeature>()?.Socket is not { ProtocolType: ProtocolType.Tcp } socket)
        {
            return;
        }

        Span<byte> milliseconds = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(milliseconds, (int)Math.Min(timeout.TotalMilliseconds * OfWriteTimeout, int.MaxValue));
        try
        {
            socket.SetRawSocketOption(Tcp, UserTimeout, milliseconds);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection is gone, which the stream learns by its own means.
        }
    }
}
