using System.Collections.Concurrent;
using System.Diagnostics;

namespace Investigations.Testing;

/// <summary>
/// The sample host as a process of its own, on a database of its own, in Development without the demo run, unless its settings say otherwise.
/// It can be killed or stopped, and started again where it was.
/// </summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("investigations-page-");
    private readonly (string Name, string Value)[] _settings;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    private ApiHost((string Name, string Value)[] settings) => _settings = settings;

    public Uri Address { get; } = new($"http://127.0.0.1:{Loopback.FreePort()}");

    public static async Task<ApiHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var host = new ApiHost(settings);
        await host.StartAsync();
        return host;
    }

    /// <summary>Starts the host, or starts it again after <see cref="KillAsync"/>: same address, same database.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = Address.ToString(),
                ["Demo__Enabled"] = "false",
                ["RATE_LIMIT_MAX_REQUESTS"] = "10000",
            },
        };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ListeningAsync(_process);
    }

    /// <summary>What the host printed, of all its lives.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Ends the host as a service manager does, with SIGTERM, and waits for it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The host is not running.");
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(CancellationToken.None);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        var code = process.ExitCode;
        process.Dispose();
        _process = null;
        return code;
    }

    /// <summary>Ends the host without a word, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    private async Task ListeningAsync(Process process)
    {
        using var client = new HttpClient();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(Patience);
        while (true)
        {
            Assert.False(process.HasExited, $"The host ended: {string.Join('\n', _output)}");
            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "/readyz"), bound.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(50, bound.Token);
        }
    }
}
