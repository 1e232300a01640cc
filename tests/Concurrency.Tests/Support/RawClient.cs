using System.Net.Sockets;
using System.Text;

namespace Investigations.Concurrency.Tests;

/// <summary>Sends requests as they are written, since client libraries repair or refuse the headers that are to be tested.</summary>
internal static class RawClient
{
    public static async Task<RawResponse> SendAsync(int port, string method, string path, string[] headers, string? body = null)
    {
        var lines = body is null ? headers : [.. headers, "Content-Type: application/json", $"Content-Length: {Encoding.UTF8.GetByteCount(body)}"];
        return await SendTextAsync(port, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{string.Concat(lines.Select(l => l + "\r\n"))}\r\n{body}");
    }

    /// <summary>Sends the text and reads until the server closes the connection.</summary>
    public static async Task<RawResponse> SendTextAsync(int port, string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

        var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // A server that has not read the whole body may reset the connection after its answer.
        }

        return RawResponse.Parse(Encoding.UTF8.GetString(received.ToArray()));
    }
}
