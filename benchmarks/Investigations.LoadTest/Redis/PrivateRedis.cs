using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Investigations.LoadTest;

/// <summary>A redis-server of this run's own on a free loopback port, without persistence.</summary>
internal sealed class PrivateRedis : IAsyncDisposable
{
    private readonly Process _process;

    private PrivateRedis(Process process, string address, ConnectionMultiplexer connection) => (_process, Address, Connection) = (process, address, connection);

    public string Address { get; }

    public ConnectionMultiplexer Connection { get; }

    public static async Task<PrivateRedis> StartAsync()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var process = Process.Start(new ProcessStartInfo("redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning"]))!;
        var connection = await ConnectAsync($"127.0.0.1:{port}");
        while (!connection.IsConnected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return new PrivateRedis(process, $"127.0.0.1:{port}", connection);
    }

    /// <summary>Another connection, whose operations can be counted by themselves.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectAsync(Address);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(string address) => ConnectionMultiplexer.ConnectAsync($"{address},abortConnect=false");
}
