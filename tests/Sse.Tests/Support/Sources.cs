using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Investigations.Sse.Tests;

internal static class Sources
{
    /// <summary>No item until it is cancelled.</summary>
    public static async IAsyncEnumerable<string> Never([EnumeratorCancellation] CancellationToken token = default)
    {
        await Task.Delay(Timeout.Infinite, token);
        yield break;
    }

    /// <summary>No item, and it does not listen.</summary>
    public static async IAsyncEnumerable<string> Deaf()
    {
        await new TaskCompletionSource().Task;
        yield break;
    }

    /// <summary>Large items without end.</summary>
    public static async IAsyncEnumerable<string> Endless(Action? pull = null)
    {
        await Task.Yield();
        while (true)
        {
            pull?.Invoke();
            yield return new string('x', 10_000);
        }
    }

    public static async IAsyncEnumerable<T> Of<T>(params T[] items)
    {
        await Task.Yield();
        foreach (var item in items)
        {
            yield return item;
        }
    }

    public static async IAsyncEnumerable<string> FailAfter(int items)
    {
        await Task.Yield();
        for (var i = 0; i < items; i++)
        {
            yield return "x";
        }

        throw new InvalidOperationException("The source's own failure.");
    }

    public static IAsyncEnumerable<SseItem<string>> From(Channel<SseItem<string>> channel, CancellationToken token) => channel.Reader.ReadAllAsync(token);
}
