using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.EventFeed.Tests;

/// <summary>
/// Waits for what other threads do: looks again until it is so. Real time bounds only how long a test may take to fail.
/// </summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static HeadPoller GetPoller(this IServiceProvider services) => services.GetRequiredService<HeadPoller>();

    public static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "It did not come to be so.");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Until so many requests wait on a signal.</summary>
    public static Task WaitersAsync(this FeedHost host, int count)
    {
        var watchers = host.Services.GetRequiredService<FeedWatchers>();
        return UntilAsync(() => watchers.Waiting == count);
    }

    /// <summary>Moves the clock step by step until a task is done, giving it real time to notice each step.</summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider time, Task task, TimeSpan step, int atMost)
    {
        for (var i = 0; i < atMost && !task.IsCompleted; i++)
        {
            time.Advance(step);
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        await task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Moves the clock one step at a time, each as soon as the condition could have followed the last.</summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider time, Func<bool> condition, TimeSpan step)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "It did not come to be so.");
            time.Advance(step);
            for (var i = 0; i < 25 && !condition(); i++)
            {
                await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }
}
