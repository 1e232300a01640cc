using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Investigations.LoadTest;

/// <summary>Connections kept alive, each with one request in flight, all in one thread. Any status but the expected one ends the run.</summary>
internal sealed unsafe class RequestClients : IRequests
{
    private readonly Dictionary<long, Connection> _connections = [];
    private readonly int _epoll = Epoll.Create(0);
    private readonly byte[] _request;
    private readonly byte[] _expected;

    /// <param name="port">The server's.</param>
    /// <param name="count">How many connections.</param>
    /// <param name="request">The whole request: its lines may end with a line feed alone.</param>
    /// <param name="status">What each response must have.</param>
    public RequestClients(int port, int count, string request, HttpStatusCode status)
    {
        _request = Encoding.ASCII.GetBytes(request.ReplaceLineEndings("\r\n"));
        _expected = Encoding.ASCII.GetBytes($"HTTP/1.1 {(int)status} ");
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPAddress.Loopback, port);
            _connections.Add(socket.Handle, new Connection(socket));
            var change = new Epoll.Event { Events = Epoll.In, Data = socket.Handle };
            _ = Epoll.Control(_epoll, 1, (int)socket.Handle, &change);
        }
    }

    /// <summary>Requests for so long.</summary>
    /// <returns>The number of responses.</returns>
    public long Run(TimeSpan duration)
    {
        foreach (var connection in _connections.Values)
        {
            connection.Socket.Send(_request);
        }

        var events = stackalloc Epoll.Event[64];
        var started = Stopwatch.GetTimestamp();
        var (responses, inFlight, isOver) = (0L, _connections.Count, false);
        while (inFlight > 0)
        {
            var ready = Epoll.Wait(_epoll, events, 64, 1000);
            isOver |= Stopwatch.GetElapsedTime(started) >= duration;
            if (Stopwatch.GetElapsedTime(started) > duration + TimeSpan.FromSeconds(10))
            {
                throw new TimeoutException("The server has stopped answering.");
            }

            for (var i = 0; i < ready; i++)
            {
                var connection = _connections[events[i].Data];
                if (!connection.Receive(_expected))
                {
                    continue;
                }

                responses++;
                if (isOver)
                {
                    inFlight--;
                }
                else
                {
                    connection.Socket.Send(_request);
                }
            }
        }

        return responses;
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Socket.Dispose();
        }

        _ = Epoll.Close(_epoll);
    }

    private sealed class Connection(Socket socket)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _length;

        public Socket Socket => socket;

        /// <returns>Whether the response is complete.</returns>
        /// <exception cref="InvalidDataException">It has another status, or the connection was closed.</exception>
        public bool Receive(ReadOnlySpan<byte> expected)
        {
            var received = socket.Receive(_buffer.AsSpan(_length));
            _length += received;
            var response = _buffer.AsSpan(0, _length);
            if (received == 0 || (_length >= expected.Length && !response.StartsWith(expected)))
            {
                throw new InvalidDataException($"The server answered: {Encoding.ASCII.GetString(response)}");
            }

            if (!ResponseEnd.IsComplete(response))
            {
                return false;
            }

            _length = 0;
            return true;
        }
    }
}
