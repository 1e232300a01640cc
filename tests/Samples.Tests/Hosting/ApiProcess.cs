using System.Collections.Concurrent;
using System.Diagnostics;

namespace Investigations.Samples.Tests.Hosting;

/// <summary>The sample host as a process of its own, in an empty folder, as a user runs it.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("investigations-");
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private ApiProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, DirectoryInfo? folder)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            WorkingDirectory = (folder ?? _folder).FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        if (StoreUnderTest.DatabaseOf(folder ?? _folder) is { } postgres)
        {
            start.Environment["ConnectionStrings__Postgres"] = postgres;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> Output => [.. _output];

    public IReadOnlyList<string> Errors => [.. _errors];

    public int Id => _process.Id;

    public static ApiProcess Start(params IEnumerable<string> arguments) => new(arguments, new Dictionary<string, string>(), null);

    public static ApiProcess StartIn(DirectoryInfo folder, params IEnumerable<string> arguments) => new(arguments, new Dictionary<string, string>(), folder);

    public static ApiProcess StartWith(params (string Name, string Value)[] environment) =>
        new([], environment.ToDictionary(v => v.Name, v => v.Value), null);

    /// <summary>Waits for a line of output that <paramref name="isIt"/> accepts.</summary>
    public async Task<string> LineAsync(Func<string, bool> isIt)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ApiClient.Cancellation);
        bound.CancelAfter(Patience);
        while (!bound.IsCancellationRequested)
        {
            if (_output.FirstOrDefault(isIt) is { } line)
            {
                return line;
            }

            Assert.False(_process.HasExited, $"The host ended: {string.Join('\n', _errors)}");
            await Task.Delay(20, CancellationToken.None);
        }

        throw new TimeoutException($"The host printed: {string.Join('\n', _output)} {string.Join('\n', _errors)}");
    }

    public async Task<int> ExitAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ApiClient.Cancellation);
        bound.CancelAfter(Patience);
        await _process.WaitForExitAsync(bound.Token);
        return _process.ExitCode;
    }

    /// <summary>What Ctrl+C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        StoreUnderTest.Drop(_folder);
        _folder.Delete(recursive: true);
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
