namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

/// <summary>Waits for what other processes do, with a bound that only a defect reaches.</summary>
internal static class Eventually
{
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
