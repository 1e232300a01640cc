using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting.Tests;

public class RegistrationTests
{
    [Fact]
    public async Task Use_WithoutAdd_SaysSoWhenTheApplicationIsBuilt()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.UseBackoffRateLimiting());

        Assert.Contains("AddBackoffRateLimiting()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapEndpoints_WithoutAdd_SaysSoWhenTheApplicationIsBuilt()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.MapRateLimitEndpoints());

        Assert.Contains("AddBackoffRateLimiting()", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", 1)]
    [InlineData("UseBackoffRateLimiting", 0)]
    [InlineData("UseRateLimiter", 0)]
    public async Task NamedPolicy_InAPipelineThatDoesNotCount_IsWarnedOfOnce(string pipeline, int warnings)
    {
        await using var host = await TestHost.StartAsync(
            static o => o.AddPolicy("login", static _ => { }),
            static app => Array.ForEach(["/a", "/b"], path => app.MapGet(path, static (HttpContext _) => Task.CompletedTask).WithRateLimit("login")),
            static limiting => limiting.AddFrameworkGlobalLimiter().Services.AddRateLimiter(),
            app => _ = pipeline switch
            {
                "nothing" => app.UseRouting(),
                "UseRateLimiter" => app.UseRouting().UseRateLimiter(),
                _ => app.UseRouting().UseBackoffRateLimiting(),
            });

        Assert.Equal(warnings, host.Logs.Of("RateLimitNotInPipeline").Count);
    }
}
