using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

/// <summary>A redis-server of a test's own on a free loopback port: to be stopped, paused and misconfigured.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly int _port;
    private Process _process;

    private RedisServer(int port, Process process) => (_port, _process) = (port, process);

    public string Connection => $"127.0.0.1:{_port},allowAdmin=true,connectTimeout=2000";

    /// <summary>Starts a server, or skips the test, saying why, where none is installed.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var binary = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(static p => Path.Combine(p, "redis-server")).FirstOrDefault(File.Exists);
        if (binary is null)
        {
            Engines.Missing("redis-server is not installed.");
        }

        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var server = new RedisServer(port, Launch(binary!, port));
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
        _process = Launch(_process.StartInfo.FileName, _port);
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
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(Connection);
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
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Launch(string binary, int port) => Process.Start(new ProcessStartInfo(binary,
        ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", Path.GetTempPath()])
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
