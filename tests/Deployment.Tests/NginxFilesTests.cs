using System.Diagnostics;

namespace Investigations.Deployment.Tests;

/// <summary>The files of samples/deploy/nginx as they are there, those included that the run under faults replaces.</summary>
public class NginxFilesTests
{
    [Fact]
    public async Task Files_WithACertificateAndFreePorts_AreAcceptedByNginx()
    {
        Engine.Require(await Engine.RunAsync("nginx", "-v") is not null, "nginx is not installed.");
        var folder = Directory.CreateTempSubdirectory("investigations-nginx-files-");
        try
        {
            var certificate = new Certificate();
            await WriteAsync(folder, "fullchain.pem", certificate.CertificatePem);
            await WriteAsync(folder, "privkey.pem", certificate.KeyPem);
            await WriteAsync(folder, "mime.types", "types { text/html html; }");
            var source = Repository.PathOf("samples", "deploy", "nginx");
            foreach (var file in Directory.GetFiles(source, "*.conf", SearchOption.AllDirectories))
            {
                await WriteAsync(folder, Path.GetRelativePath(source, file), Here(folder, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)));
            }

            var (code, said) = await CheckAsync(folder);

            Assert.True(code == 0, said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Checking opens what is to be listened at and written to, so that it must be a test's to open.</summary>
    private static string Here(DirectoryInfo folder, string text) => string.Join('\n', text.Split('\n').Where(static line => !line.Contains("listen [::]", StringComparison.Ordinal)))
        .Replace("/etc/ssl/investigations", folder.FullName, StringComparison.Ordinal)
        .Replace("/var/log/nginx", folder.FullName, StringComparison.Ordinal)
        .Replace("/run/nginx.pid", "nginx.pid", StringComparison.Ordinal)
        .Replace("user www-data;", Environment.IsPrivilegedProcess ? "user root;" : "", StringComparison.Ordinal)
        .Replace("listen 443", $"listen 127.0.0.1:{Loopback.FreePort()}", StringComparison.Ordinal)
        .Replace("listen 80", $"listen 127.0.0.1:{Loopback.FreePort()}", StringComparison.Ordinal)
        .Replace("http {", "http { client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;", StringComparison.Ordinal);

    private static async Task WriteAsync(DirectoryInfo folder, string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
    }

    private static async Task<(int Code, string Said)> CheckAsync(DirectoryInfo folder)
    {
        using var nginx = Process.Start(new ProcessStartInfo(
            "nginx", ["-t", "-e", Path.Combine(folder.FullName, "error.log"), "-p", folder.FullName, "-c", Path.Combine(folder.FullName, "nginx.conf")])
        {
            RedirectStandardError = true,
        })!;
        var said = await nginx.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await nginx.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (nginx.ExitCode, said);
    }
}
