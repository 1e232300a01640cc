using System.Net.Sockets;
using System.Text;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests.Hostile;

/// <summary>A connection whose client says what it likes, and reads only if it wants to.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private NetworkStream _wire = null!;

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri address, int receiveBuffer = 64 * 1024)
    {
        var connection = new RawConnection();
        connection._tcp.ReceiveBufferSize = receiveBuffer;
        await connection._tcp.ConnectAsync(address.Host, address.Port, ApiClient.Cancellation);
        connection._wire = connection._tcp.GetStream();
        return connection;
    }

    /// <summary>False when the server has had enough.</summary>
    public async Task<bool> TrySendAsync(string text)
    {
        try
        {
            await _wire.WriteAsync(Encoding.ASCII.GetBytes(text), ApiClient.Cancellation);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>All that the server says until it closes the connection, within a generous bound.</summary>
    public async Task<string> ToEndAsync(TimeSpan within)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ApiClient.Cancellation);
        bound.CancelAfter(within);
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await _wire.ReadAsync(buffer, bound.Token) is > 0 and var read)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset rather than closed; over is over.
        }

        return text.ToString();
    }

    public void Dispose() => _tcp.Dispose();
}
