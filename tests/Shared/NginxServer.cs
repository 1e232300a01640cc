using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Investigations.Testing;

/// <summary>An nginx of a test's own, with one worker, in a folder of its own: it listens when this is there, and is gone with it.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private NginxServer(DirectoryInfo folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>What nginx had to say about its work.</summary>
    public string Errors => File.Exists(PathOf(_folder, "error.log")) ? File.ReadAllText(PathOf(_folder, "error.log")) : "";

    /// <summary>Starts nginx, or skips the test where none is installed.</summary>
    /// <param name="port">Where it is made to listen, on 127.0.0.1.</param>
    /// <param name="http">What stands in the block <c>http</c>; includes are relative to the folder.</param>
    /// <param name="files">Further files: their names, and what is in them.</param>
    public static async Task<NginxServer> StartAsync(int port, string http, params (string Name, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("investigations-nginx-");
        foreach (var (name, text) in files.Append(("nginx.conf", MainFile(http))))
        {
            var path = PathOf(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        var server = new NginxServer(folder, Launch(folder));
        try
        {
            await server.ListeningAsync(port);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts another text into one of the further files, and lets nginx read its configuration again; what is under way goes on under the old one.</summary>
    public async Task ReloadAsync(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf(_folder, name), text, TestContext.Current.CancellationToken);
        using var signal = Process.Start(new ProcessStartInfo("nginx", ["-e", "error.log", "-p", _folder.FullName, "-c", "nginx.conf", "-s", "reload"]))!;
        await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(signal.ExitCode == 0, Errors);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Process Launch(DirectoryInfo folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("nginx", ["-e", PathOf(folder, "error.log"), "-p", folder.FullName, "-c", PathOf(folder, "nginx.conf")]))!;
        }
        catch (Win32Exception)
        {
            folder.Delete(recursive: true);
            Engine.Missing("nginx is not installed.");
            throw;
        }
    }

    private static string PathOf(DirectoryInfo folder, string name) => Path.Combine(folder.FullName, name);

    private async Task ListeningAsync(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            Assert.False(_process.HasExited, $"nginx ended: {Errors}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (attempt < 400)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    // Started by root, the worker stays root: the folder lets nobody else in.
    private static string MainFile(string http) =>
        $$"""
        daemon off;
        worker_processes 1;
        pid nginx.pid;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        events { worker_connections 1024; }
        http {
          access_log off;
          client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
          {{http}}
        }
        """;
}
