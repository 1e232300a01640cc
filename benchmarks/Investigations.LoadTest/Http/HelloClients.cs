using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Investigations.LoadTest;

/// <summary>Connections kept alive, each with one request in flight, all in one thread.</summary>
internal sealed unsafe class HelloClients : IDisposable
{
    private readonly Dictionary<long, Socket> _sockets = [];
    private readonly int _epoll = Epoll.Create(0);
    private readonly byte[] _buffer = new byte[4096];

    public HelloClients(int port, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPAddress.Loopback, port);
            _sockets.Add(socket.Handle, socket);
            var change = new Epoll.Event { Events = Epoll.In, Data = socket.Handle };
            _ = Epoll.Control(_epoll, 1, (int)socket.Handle, &change);
        }
    }

    /// <summary>Requests for so long. The number of responses; any but "hello" with status 200 ends the run.</summary>
    public long Run(TimeSpan duration)
    {
        foreach (var socket in _sockets.Values)
        {
            Send(socket);
        }

        var events = stackalloc Epoll.Event[64];
        var started = Stopwatch.GetTimestamp();
        var (responses, inFlight, isOver) = (0L, _sockets.Count, false);
        while (inFlight > 0)
        {
            var ready = Epoll.Wait(_epoll, events, 64, 1000);
            isOver |= Stopwatch.GetElapsedTime(started) >= duration;
            for (var i = 0; i < ready; i++)
            {
                var socket = _sockets[events[i].Data];
                var response = _buffer.AsSpan(0, socket.Receive(_buffer));
                if (!response.StartsWith("HTTP/1.1 200 "u8) || !response.EndsWith("\r\n\r\nhello"u8))
                {
                    throw new InvalidDataException($"The server answered: {System.Text.Encoding.ASCII.GetString(response)}");
                }

                responses++;
                if (isOver)
                {
                    inFlight--;
                }
                else
                {
                    Send(socket);
                }
            }
        }

        return responses;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }

        _ = Epoll.Close(_epoll);
    }

    private static void Send(Socket socket) => socket.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
}
