using System.Net.Sockets;
using System.Text;

namespace Investigations.Concurrency.Tests;

/// <summary>Sends requests as they are written, since client libraries repair or refuse the headers that are to be tested.</summary>
internal static class RawClient
{
    public static async Task<RawResponse> SendAsync(int port, string method, string path, string[] headers, string? body = null)
    {
        string[] lines = body is null ? headers : [.. headers, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}"];
        if (body is not null && !headers.Any(h => h.StartsWith("Content-Type:", StringComparison.Ordinal)))
        {
            lines = [.. lines, "Content-Type: application/json"];
        }

        return await SendTextAsync(port, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{string.Concat(lines.Select(l => l + "\r\n"))}\r\n{body}");
    }

    /// <summary>Sends the text and reads one response; what is left of the request is never sent.</summary>
    public static async Task<RawResponse> SendTextAsync(int port, string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

        var received = new StringBuilder();
        var buffer = new byte[4096];
        while (!RawResponse.IsComplete(received.ToString()))
        {
            var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (read == 0)
            {
                break;
            }

            received.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return RawResponse.Parse(received.ToString());
    }
}
