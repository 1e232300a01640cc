using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Investigations.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.LoadTest;

/// <summary>
/// "hello" behind no limiter, the framework's, or this one without and with all headers; in its own process. Each line on standard input is
/// answered with what the process has used.
/// </summary>
internal static class LimiterServer
{
    private const int Limit = 1_000_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly byte[] Hello = "hello"u8.ToArray();

    public static async Task<int> RunAsync(string variant)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        builder.Services.AddRateLimiter(options => options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(static context =>
            RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress!, static _ => new() { PermitLimit = Limit, Window = Window })));
        builder.Services.AddBackoffRateLimiting(options =>
        {
            (options.Default.PermitLimit, options.Default.Window) = (Limit, Window);
            options.Headers = variant == "silent" ? RateLimitHeaderFormats.None : RateLimitHeaderFormats.All;
        });

        await using var app = builder.Build();
        app.UseRouting();
        _ = variant switch
        {
            "none" => app,
            "framework" => app.UseRateLimiter(),
            "silent" or "all" => app.UseBackoffRateLimiting(),
            _ => throw new ArgumentException($"'{variant}' is none of none, framework, silent, all."),
        };
        app.MapGet("/", static (HttpContext context) =>
        {
            context.Response.ContentLength = Hello.Length;
            return context.Response.Body.WriteAsync(Hello).AsTask();
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port);
        while (Console.ReadLine() is not null)
        {
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{process.TotalProcessorTime.TotalMicroseconds:F0} {GC.GetTotalAllocatedBytes(precise: true)} {GC.GetTotalMemory(false)} {process.WorkingSet64}"));
        }

        return 0;
    }
}
