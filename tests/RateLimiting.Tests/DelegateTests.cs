using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting.Tests;

/// <summary>What becomes of the application's own words about a caller.</summary>
public class DelegateTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delegates_AreAskedOnceARequest_ThoughTheStoreHasToBeWaitedFor(bool waits)
    {
        var (keys, limits) = (0, 0);
        await using var host = await TestHost.StartAsync(
            add: builder => Add(builder, waits, o =>
            {
                o.Default.PartitionBy = context =>
                {
                    keys++;
                    return RateLimitKeys.Address(context);
                };
                o.Default.PermitLimitBy = _ =>
                {
                    limits++;
                    return 7;
                };
            }));

        using var response = await host.GetAsync();

        Assert.Equal((200, "6"), ((int)response.StatusCode, response.Header("X-RateLimit-Remaining")));
        Assert.Equal((1, 1), (keys, limits));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Delegate_ThatThrows_FailsTheRequestByItsOwnExceptionAndIsLoggedWithItsPolicy(bool waits, bool partition)
    {
        await using var host = await TestHost.StartAsync(
            add: builder => Add(builder, waits, o => o.AddPolicy("login", p =>
            {
                if (partition)
                {
                    p.PartitionBy = static _ => throw new BadHttpRequestException("mine", StatusCodes.Status418ImATeapot);
                }
                else
                {
                    p.PermitLimitBy = static _ => throw new BadHttpRequestException("mine", StatusCodes.Status418ImATeapot);
                }
            })),
            use: static app =>
            {
                app.UseExceptionHandler(new ExceptionHandlerOptions
                {
                    ExceptionHandler = static _ => Task.CompletedTask,
                    StatusCodeSelector = static exception => exception is BadHttpRequestException bad ? bad.StatusCode : 500,
                });
                app.UseRouting();
                app.UseBackoffRateLimiting();
            },
            map: static app => app.MapGet("/", static () => "hello").WithRateLimit("login"));

        using var response = await host.GetAsync();

        // The handler takes the status from the exception, so it has come out as it was thrown.
        Assert.Equal(418, (int)response.StatusCode);
        var entry = Assert.Single(host.Logs.Of("RateLimitDelegateFailed"));
        Assert.Equal((LogLevel.Error, "mine"), (entry.Level, entry.Exception!.Message));
        Assert.Contains("'login'", entry.Text, StringComparison.Ordinal);
        Assert.Empty(host.Logs.Of("RateLimitStoreFaulted"));
    }

    private static void Add(BackoffRateLimitingBuilder builder, bool waits, Action<BackoffRateLimitingOptions> configure)
    {
        builder.Services.Configure(configure);
        if (waits)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<IRateLimitStore>(
                static services => new SlowStore(new MemoryRateLimitStore(services.GetRequiredService<TimeProvider>(), 100))));
        }
    }
}
