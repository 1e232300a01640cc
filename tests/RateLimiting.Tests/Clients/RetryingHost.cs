using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;

namespace Investigations.RateLimiting.Tests;

/// <summary>
/// One permit in three and a half seconds of real time, used up already: the next request is answered 429. Clients of others wait by the real
/// clock, and how long they do is the point. They are told whole seconds, rounded up: the half is for timers that ring a few milliseconds early.
/// </summary>
internal sealed class RetryingHost : IAsyncDisposable
{
    private readonly TestHost _host;
    private readonly ConcurrentQueue<int> _statuses;

    private RetryingHost(TestHost host, ConcurrentQueue<int> statuses) => (_host, _statuses) = (host, statuses);

    public Uri Address => _host.Client.BaseAddress!;

    /// <summary>What was answered since the permit was used up.</summary>
    public IEnumerable<int> Statuses => _statuses.Skip(1);

    /// <param name="penalty">Whether the wait is a penalty from the violation on, or the rest of the window.</param>
    public static async Task<RetryingHost> StartAsync(bool penalty)
    {
        var statuses = new ConcurrentQueue<int>();
        var host = await TestHost.StartAsync(
            o =>
            {
                (o.Default.PermitLimit, o.Default.Window) = (1, TimeSpan.FromSeconds(3.5));
                o.Default.Backoff.FreeViolations = penalty ? 0 : 1;
            },
            use: app =>
            {
                app.Use((context, next) =>
                {
                    context.Response.OnStarting(() =>
                    {
                        statuses.Enqueue(context.Response.StatusCode);
                        return Task.CompletedTask;
                    });
                    return next(context);
                });
                app.UseRouting();
                app.UseBackoffRateLimiting();
            },
            clock: TimeProvider.System);
        Assert.Equal([200], await host.StatusesAsync(1));
        return new RetryingHost(host, statuses);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
