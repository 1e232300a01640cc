namespace Investigations.Sse.Tests;

[Collection(Alone.Name)]
public class ChurnTests
{
    /// <summary>How many streams come and go. CHURN changes it.</summary>
    private static readonly int Cycles = int.Parse(Environment.GetEnvironmentVariable("CHURN") ?? "50000", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task ManyConnectsAndAborts_LeaveNothingBehind()
    {
        await using var host = await TestHost.StartAsync(
            s => s.AddSseChannels<string, string>(c => c.Source(_ => new ListSource())),
            app => app.MapSse<string, string>("/{key}", context => (string)context.Request.RouteValues["key"]!));
        await CycleAsync(host, 500);
        var before = await HeapAsync(host);
        await CycleAsync(host, Cycles);
        var after = await HeapAsync(host);

        // Were a stream's few hundred bytes left behind, it would be far more.
        TestContext.Current.TestOutputHelper?.WriteLine($"{before} bytes before, {after} after");
        Assert.True(after - before < 300_000 + (Cycles * 60L), $"{before} bytes before, {after} after {Cycles} streams");
        Assert.Empty(host.Logs.Errors);
    }

    private static async Task CycleAsync(TestHost host, int count) => await Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            using var client = await RawClient.GetAsync(host.Address, $"/{i % 10}");
            if (i % 3 != 0)
            {
                await client.ReadUntilAsync("retry");
            }

            if (i % 2 == 0)
            {
                client.Reset();
            }
        });

    private static async Task<long> HeapAsync(TestHost host)
    {
        await Eventually.IsTrue(() => host.Connections.Count == 0, "all streams are gone", 30);
        host.Logs.Clear();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
