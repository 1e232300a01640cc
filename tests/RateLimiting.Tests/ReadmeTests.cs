using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting.Tests;

/// <summary>The README's example, run.</summary>
public class ReadmeTests
{
    [Fact]
    public async Task Example_OfTheReadme_DoesWhatItSays()
    {
        await using var host = await TestHost.StartAsync(
            o =>
            {
                o.Default.PermitLimit = 60;
                o.Default.Window = TimeSpan.FromMinutes(1);
                o.AddPolicy("login", p =>
                {
                    p.PermitLimit = 5;
                    p.PartitionBy = RateLimitKeys.Address;
                });
            },
            app =>
            {
                app.MapPost("/login", Login).WithRateLimit("login");
                app.MapGet("/healthz", Health).DisableBackoffRateLimiting();
                app.MapRateLimitEndpoints("/rate-limit");
            },
            builder => builder.Services.AddCors().AddAuthorization().AddAuthentication("none").AddCookie("none"),
            app =>
            {
                app.UseRouting();
                app.UseCors();
                app.UseAuthentication();
                app.UseBackoffRateLimiting();
                app.UseAuthorization();
            });

        using var login = await host.SendAsync(HttpMethod.Post, "/login");
        using var health = await host.GetAsync("/healthz");

        Assert.Equal("\"default\";r=59;t=60, \"login\";r=4;t=60", login.Header("RateLimit"));
        Assert.Null(health.Header("RateLimit"));

        static Task Login(HttpContext context) => Task.CompletedTask;
        static Task Health(HttpContext context) => Task.CompletedTask;
    }
}
