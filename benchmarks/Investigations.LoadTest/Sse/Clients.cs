using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Investigations.LoadTest;

/// <summary>Streams read by one thread. Counts events by their marker and takes the age of the last one in each read.</summary>
internal sealed unsafe class Clients : IDisposable
{
    private static readonly byte[] Plain = Encoding.ASCII.GetBytes("GET /stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
    private static readonly byte[] Marker = Encoding.ASCII.GetBytes("{\"t\":");

    private readonly List<Socket> _sockets = [];
    private readonly List<double> _ages = new(1 << 20);
    private readonly List<double> _firstBytes = [];
    private readonly long[] _connectedAt;
    private readonly int _epoll = Epoll.Create(0);
    private readonly Thread _reader;
    private long _events;
    private volatile bool _isDone;

    /// <param name="port">Where the server listens.</param>
    /// <param name="count">How many streams to open.</param>
    /// <param name="request">What to send on each; by default for /stream.</param>
    public Clients(int port, int count, byte[]? request = null)
    {
        Descriptors.Require(count);
        _connectedAt = new long[count];
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
        for (var i = 0; i < count; i++)
        {
            var socket = Connect(port);
            _sockets.Add(socket);
            _connectedAt[i] = Stopwatch.GetTimestamp();
            var change = new Epoll.Event { Events = Epoll.In, Data = ((long)i << 32) | (uint)(int)socket.Handle };
            _ = Epoll.Control(_epoll, 1, (int)socket.Handle, &change);
            socket.Send(request ?? Plain);
        }
    }

    public long Events => Volatile.Read(ref _events);

    /// <summary>Milliseconds from request to first byte, of the streams that have had one.</summary>
    public double[] FirstBytes
    {
        get
        {
            lock (_firstBytes)
            {
                return [.. _firstBytes.Order()];
            }
        }
    }

    /// <summary>Milliseconds from publishing to reading, one for each read since the last call.</summary>
    public double[] TakeAges()
    {
        lock (_ages)
        {
            double[] ages = [.. _ages.Order()];
            _ages.Clear();
            return ages;
        }
    }

    public static Socket Connect(int port, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    public static void Ask(Socket socket) => socket.Send(Plain);

    public void Dispose()
    {
        _isDone = true;
        _reader.Join();
        _sockets.ForEach(socket => socket.Dispose());
        _ = Epoll.Close(_epoll);
    }

    private void Read()
    {
        var ready = stackalloc Epoll.Event[256];
        var buffer = new byte[256 * 1024];
        fixed (byte* bytes = buffer)
        {
            while (!_isDone)
            {
                var count = Epoll.Wait(_epoll, ready, 256, 100);
                for (var i = 0; i < count; i++)
                {
                    var length = (int)Epoll.Receive((int)(ready[i].Data & 0xFFFFFFFF), bytes, buffer.Length, 0);
                    if (length > 0)
                    {
                        Take((int)(ready[i].Data >> 32), buffer.AsSpan(0, length));
                    }
                    else
                    {
                        _ = Epoll.Control(_epoll, 2, (int)(ready[i].Data & 0xFFFFFFFF), ready + i);
                    }
                }
            }
        }
    }

    private void Take(int client, ReadOnlySpan<byte> read)
    {
        var now = Stopwatch.GetTimestamp();
        if (_connectedAt[client] is var asked and > 0)
        {
            _connectedAt[client] = 0;
            lock (_firstBytes)
            {
                _firstBytes.Add(Stopwatch.GetElapsedTime(asked, now).TotalMilliseconds);
            }
        }

        Volatile.Write(ref _events, _events + read.Count(Marker));
        var last = read.LastIndexOf(Marker);
        if (last >= 0 && System.Buffers.Text.Utf8Parser.TryParse(read[(last + Marker.Length)..], out long published, out var digits)
            && last + Marker.Length + digits < read.Length)
        {
            lock (_ages)
            {
                _ages.Add(Stopwatch.GetElapsedTime(published, now).TotalMilliseconds);
            }
        }
    }
}
