using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Sse.Tests;

/// <summary>A channel that polls a source, on a clock that the test moves.</summary>
public abstract class PolledChannel
{
    private protected FakeTimeProvider Time { get; } = new();

    private protected ListSource Source { get; } = new();

    private protected static ISseChannel<string> Channel(TestHost host) => host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");

    private protected Task<TestHost> StartAsync(ISseSource<string, string>? source = null) => TestHost.StartAsync(
        services => services.AddSingleton<TimeProvider>(Time).AddSseChannels<string, string>(c => c.Source(_ => source ?? Source)), app => app.MapSse("/", "a"));

    /// <summary>Lets reads that are under way end, and what follows them: they take no time but that of the pool, which may be busy.</summary>
    private protected async Task SettleAsync()
    {
        for (var (seen, quiet) = (-1, 0); quiet < 3; quiet = seen == Source.Reads && !Source.IsReading ? quiet + 1 : 0)
        {
            seen = Source.Reads;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
