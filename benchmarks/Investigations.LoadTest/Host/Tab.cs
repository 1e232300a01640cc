using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Investigations.LoadTest;

/// <summary>One tab on a connection of its own: asks for the state and for new events in turn, conditionally, as the page does when it polls.</summary>
internal sealed class Tab(Socket socket, string investigation, string token) : IDisposable
{
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _length;
    private bool _asksState;
    private string? _stateTag;
    private string? _cursor;
    private string? _pageTag;

    public Socket Socket => socket;

    public bool IsWaiting { get; private set; }

    /// <summary>When the request in flight was due.</summary>
    public long DueAt { get; private set; }

    public void Ask(long dueAt)
    {
        (_asksState, IsWaiting, DueAt, _length) = (!_asksState, true, dueAt, 0);
        var (path, tag) = _asksState
            ? ("state", _stateTag)
            : ($"events{(_cursor is null ? "" : $"?cursor={_cursor}")}", _pageTag);
        socket.Send(Encoding.ASCII.GetBytes(
            $"GET /api/v1/multi-tab/investigations/{investigation}/{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            + (tag is null ? "\r\n" : $"If-None-Match: {tag}\r\n\r\n")));
    }

    /// <summary>Takes in what has come.</summary>
    /// <returns>The status of the answer once it is complete, else 0.</returns>
    public int Read()
    {
        _length += socket.Receive(_buffer.AsSpan(_length));
        var answer = _buffer.AsSpan(0, _length);
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0 || !IsComplete(answer[..end], answer[(end + 4)..]))
        {
            return 0;
        }

        IsWaiting = false;
        var status = int.Parse(answer[9..12], NumberStyles.None, CultureInfo.InvariantCulture);
        if (status == 200)
        {
            Remember(Encoding.UTF8.GetString(answer));
        }

        return status;
    }

    public void Dispose() => socket.Dispose();

    private static bool IsComplete(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (head.IndexOf("chunked"u8) >= 0)
        {
            return body.EndsWith("0\r\n\r\n"u8);
        }

        var at = head.IndexOf("Content-Length: "u8);
        return at < 0 || (System.Buffers.Text.Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) && body.Length >= length);
    }

    private void Remember(string answer)
    {
        var tag = Between(answer, "ETag: ", "\r\n");
        if (_asksState)
        {
            _stateTag = tag;
            return;
        }

        var next = Between(answer, "\"next\":\"", "\"");
        _pageTag = next == _cursor ? tag : null;
        _cursor = next;
    }

    private static string? Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        return start < 0 ? null : text[(start + before.Length)..text.IndexOf(after, start + before.Length, StringComparison.Ordinal)];
    }
}
