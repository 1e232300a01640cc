using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Investigations.Sse.Tests;

/// <summary>A bare socket, where the bytes or the way a client leaves matter.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private RawClient()
    {
    }

    public static async Task<RawClient> GetAsync(Uri address, string path, string headers = "", int? receiveBuffer = null, string method = "GET", string version = "1.1")
    {
        var client = new RawClient();
        if (receiveBuffer is { } size)
        {
            client._socket.ReceiveBufferSize = size;
        }

        await client._socket.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        await client._socket.SendAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/{version}\r\nHost: localhost\r\n{headers}\r\n"), TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>All text up to a marker or the connection's end.</summary>
    public async Task<string> ReadUntilAsync(string? marker = null)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        while (marker is null || !text.ToString().Contains(marker, StringComparison.Ordinal))
        {
            var length = await _socket.ReceiveAsync(buffer, timeout.Token);
            if (length == 0)
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, length));
        }

        return text.ToString();
    }

    /// <summary>Leaves by a reset rather than a proper end.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>
    /// From now on everything that is sent to this client is lost without a word, acknowledgements asked for included: a socket
    /// filter drops the packets ahead of TCP, as a network that is gone would. Linux only; needs no privileges.
    /// </summary>
    public void Vanish()
    {
        const int socketLevel = 1;
        const int attachFilter = 26;

        // struct sock_fprog { unsigned short len; struct sock_filter *filter; }, with the one instruction "return 0".
        var instruction = Marshal.AllocHGlobal(8);
        try
        {
            Marshal.WriteInt64(instruction, 0x06);
            Span<byte> program = stackalloc byte[2 * IntPtr.Size];
            program.Clear();
            BitConverter.TryWriteBytes(program, (ushort)1);
            BitConverter.TryWriteBytes(program[IntPtr.Size..], instruction);
            _socket.SetRawSocketOption(socketLevel, attachFilter, program);
        }
        finally
        {
            Marshal.FreeHGlobal(instruction);
        }
    }

    public void Dispose() => _socket.Dispose();
}
