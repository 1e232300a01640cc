using System.Text;

namespace Investigations.Sse.Tests;

/// <summary>Reads one response, by line and by event.</summary>
internal sealed class SseClient(HttpResponseMessage response) : IDisposable
{
    private StreamReader? _reader;

    public HttpResponseMessage Response => response;

    /// <summary>All that was read.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>The next line without its end; null at the stream's end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        _reader ??= new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), new UTF8Encoding(false, true));
        var line = await _reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        if (line is not null)
        {
            Text.Append(line).Append('\n');
        }

        return line;
    }

    /// <summary>The next event as its fields' lines, without comments and bare retry lines; null at the stream's end.</summary>
    public async Task<SseBlock?> ReadAsync()
    {
        string? id = null, type = null;
        var data = new List<string>();
        while (await ReadLineAsync() is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case ["id", var value]: id = value; break;
                case ["event", var value]: type = value; break;
                case ["data", var value]: data.Add(value); break;
                case ["data:"]: data.Add(""); break;
                case [""] when data.Count > 0: return new SseBlock(id, type, string.Join('\n', data));
                case [""]: throw new InvalidDataException("A blank line after no data is a ghost message to some clients.");
                default: break;
            }
        }

        return null;
    }

    public async Task<List<SseBlock>> ReadAsync(int count)
    {
        var blocks = new List<SseBlock>();
        while (blocks.Count < count)
        {
            blocks.Add(await ReadAsync() ?? throw new EndOfStreamException($"The stream ended after {blocks.Count} of {count} events:\n{Text}"));
        }

        return blocks;
    }

    public async Task<List<SseBlock>> ReadToEndAsync()
    {
        var blocks = new List<SseBlock>();
        while (await ReadAsync() is { } block)
        {
            blocks.Add(block);
        }

        return blocks;
    }

    public void Dispose()
    {
        _reader?.Dispose();
        response.Dispose();
    }
}

internal sealed record SseBlock(string? Id, string? Type, string Data);
