using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Investigations.EventFeed.Sqlite.Tests;

/// <summary>Another process that appends to a file until it is killed, and says which events were acknowledged.</summary>
internal sealed class WriterProcess : IDisposable
{
    public const string Command = "append-until-killed";

    private readonly Process _process;
    private readonly List<string> _acknowledged = [];

    private WriterProcess(Process process) => _process = process;

    /// <summary>What the process has said so far.</summary>
    public int AcknowledgedCount
    {
        get
        {
            lock (_acknowledged)
            {
                return _acknowledged.Count;
            }
        }
    }

    public static WriterProcess Start(string path, string name)
    {
        var process = new Process
        {
            StartInfo = new(Environment.ProcessPath!, [Command, path, name]) { RedirectStandardOutput = true },
        };
        var writer = new WriterProcess(process);
        process.OutputDataReceived += (_, line) =>
        {
            // The last line may be cut; a whole one ends with a dot.
            if (line.Data is { } text && text.EndsWith('.'))
            {
                lock (writer._acknowledged)
                {
                    writer._acknowledged.Add(text[..^1]);
                }
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        return writer;
    }

    /// <summary>Ends the process as a power cut would, without a word, and gives what it had acknowledged.</summary>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        lock (_acknowledged)
        {
            return [.. _acknowledged];
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    internal static async Task<int> RunAsync(string[] args)
    {
        var (path, name) = (args[1], args[2]);
        await using var node = new SqliteNode(path);
        var writers = Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{name}/{writer}/{i}");
                NewFeedEvent[] events = [.. Enumerable.Range(0, 1 + i % 3).Select(n => new NewFeedEvent("written", JsonElement.Parse("{}")) { Id = $"{id}/{n}" })];
                await node.Feed.AppendAsync("feed", events);
                lock (args)
                {
                    foreach (var item in events)
                    {
                        Console.Out.WriteLine($"{item.Id}.");
                    }

                    Console.Out.Flush();
                }
            }
        }));
        await Task.WhenAll(writers);
        return 0;
    }
}
