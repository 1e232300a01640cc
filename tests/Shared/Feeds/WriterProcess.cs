using System.Diagnostics;

namespace Investigations.Testing;

/// <summary>Another process that appends to a store until it is killed (<see cref="Writer"/>).</summary>
internal sealed class WriterProcess : IDisposable
{
    public const string Command = "append-until-killed";
    public const char Acknowledged = '.';
    public const char RolledBack = '!';

    private readonly Process _process;
    private readonly List<string> _acknowledged = [];
    private readonly List<string> _rolledBack = [];

    private WriterProcess(Process process) => _process = process;

    /// <summary>How many acknowledged events the process has told of so far.</summary>
    public int Count
    {
        get
        {
            lock (_acknowledged)
            {
                return _acknowledged.Count;
            }
        }
    }

    public static WriterProcess Start(string store, string name)
    {
        var process = new Process
        {
            StartInfo = new(Environment.ProcessPath!, [Command, store, name]) { RedirectStandardOutput = true },
        };
        var writer = new WriterProcess(process);
        process.OutputDataReceived += (_, line) => writer.Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        return writer;
    }

    public async Task UntilAsync(int count, CancellationToken cancellationToken)
    {
        while (Count < count)
        {
            Assert.False(_process.HasExited, "the writer ended by itself");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Ends the process as a power cut would, without a word, and gives what it had told of.</summary>
    public async Task<(IReadOnlyList<string> Acknowledged, IReadOnlyList<string> RolledBack)> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        lock (_acknowledged)
        {
            return ([.. _acknowledged], [.. _rolledBack]);
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

    private void Hear(string? line)
    {
        // The last line may be cut; a whole one ends with its mark.
        if (line is [.., Acknowledged or RolledBack])
        {
            lock (_acknowledged)
            {
                (line[^1] == Acknowledged ? _acknowledged : _rolledBack).Add(line[..^1]);
            }
        }
    }
}
