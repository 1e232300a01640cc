namespace Investigations.Sse.Tests;

/// <summary>Waits for what happens on other threads, with a bound far above what it takes.</summary>
internal static class Eventually
{
    public static async Task IsTrue(Func<bool> condition, string what, double seconds = 30)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline).TotalSeconds < seconds, $"Not within {seconds} s: {what}.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
