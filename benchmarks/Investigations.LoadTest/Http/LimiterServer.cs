using System.Net;
using System.Threading.RateLimiting;
using Investigations.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.LoadTest;

/// <summary>"hello" behind no limiter, the framework's, or this one without and with all headers.</summary>
internal static class LimiterServer
{
    private const int Limit = 1_000_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly byte[] Hello = "hello"u8.ToArray();

    public static async Task<int> RunAsync(string variant)
    {
        var builder = ServerLoop.CreateBuilder();
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
        return await ServerLoop.RunAsync(app);
    }
}
