using System.Diagnostics;
using StackExchange.Redis;

namespace Investigations.Testing;

/// <summary>A redis-server of a test's own on a free loopback port: to be stopped, paused and misconfigured.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string[] _settings;
    private readonly string _folder = Directory.CreateTempSubdirectory("rate-limit-redis-").FullName;
    private Process _process;

    private RedisServer(string binary, int port, string[] settings)
    {
        (Port, _settings) = (port, settings);
        _process = Launch(binary);
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public string Connection => $"{Address},allowAdmin=true,connectTimeout=2000";

    /// <summary>Starts a server, or skips the test, saying why, where none is installed.</summary>
    /// <param name="settings">Further settings as on its command line: <c>--name</c>, <c>value</c>.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var binary = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(static p => Path.Combine(p, "redis-server")).FirstOrDefault(File.Exists);
        if (binary is null)
        {
            Engine.Missing("redis-server is not installed.");
        }

        for (var attempt = 1; ; attempt++)
        {
            var server = new RedisServer(binary, Loopback.FreePort(), settings);
            try
            {
                await server.ReadyAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Another process was quicker to take the port.
                await server.DisposeAsync();
            }
        }
    }

    public async Task RestartAsync()
    {
        _process = Launch(_process.StartInfo.FileName);
        await ReadyAsync();
    }

    public void Stop()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Pause() => Signal("-STOP");

    public void Resume() => Signal("-CONT");

    /// <summary>Runs a command over a connection that is not the tested one.</summary>
    public async Task<RedisResult> ExecuteAsync(string command, params object[] arguments)
    {
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync($"{Connection},asyncTimeout=60000");
        return await multiplexer.GetDatabase().ExecuteAsync(command, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Launch(string binary) => Process.Start(new ProcessStartInfo(binary,
        ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", _folder, .. _settings])
    {
        RedirectStandardOutput = true,
    })!;

    private async Task ReadyAsync()
    {
        _process.BeginOutputReadLine();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync("PING");
                return;
            }
            catch (RedisException) when (attempt < 50)
            {
                if (_process.HasExited)
                {
                    throw new InvalidOperationException("redis-server ended by itself.");
                }

                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
