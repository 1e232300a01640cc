using System.Net;

namespace Investigations.Deployment.Tests;

/// <summary>Makes one thing after the other fail, and waits each time until all is well again: one fault at a time is what the deployment promises to survive.</summary>
internal sealed class FaultPlan(Cluster cluster, Traffic traffic)
{
    private static readonly TimeSpan RedisIsLostFor = TimeSpan.FromSeconds(10);

    /// <summary>More than the five seconds for which nginx leaves a node out that failed: after them it asks both again.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(6);

    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>All faults in turn, for so long, and each at least once.</summary>
    public async Task RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var end = traffic.Now + duration;
        await Task.Delay(Calm, cancellationToken);
        foreach (var (kind, fault) in Cycle(cancellationToken))
        {
            if (_faults.Count >= 7 && traffic.Now >= end - Calm)
            {
                break;
            }

            var from = traffic.Now;
            await fault();
            _faults.Add(new(kind, from, traffic.Now));
            await Task.Delay(Calm, cancellationToken);
        }
    }

    private IEnumerable<(FaultKind Kind, Func<Task> Fault)> Cycle(CancellationToken token)
    {
        for (var turn = 0; ; turn++)
        {
            var (one, other) = (cluster.Nodes[turn % 2], cluster.Nodes[(turn + 1) % 2]);
            yield return (FaultKind.NodeKilled, () => KillAsync(one, token));
            yield return (FaultKind.NodeStopped, () => StopAsync(other, token));
            yield return (FaultKind.PostgresCrashed, () => LosePostgresAsync(crash: true, token));
            yield return (FaultKind.NodeStopped, () => StopAsync(one, token));
            yield return (FaultKind.RedisLost, () => LoseRedisAsync(token));
            yield return (FaultKind.NodeKilled, () => KillAsync(other, token));
            yield return (FaultKind.PostgresRestarted, () => LosePostgresAsync(crash: false, token));
        }
    }

    private static async Task KillAsync(ApiHost node, CancellationToken token)
    {
        await node.KillAsync();
        await Task.Delay(1000, token);
        await node.StartAsync();
    }

    private static async Task StopAsync(ApiHost node, CancellationToken token)
    {
        Assert.Equal(0, await node.StopAsync());
        await Task.Delay(1000, token);
        await node.StartAsync();
    }

    private async Task LosePostgresAsync(bool crash, CancellationToken token)
    {
        await cluster.Postgres.StopAsync(crash);
        await Task.Delay(2000, token);
        await cluster.Postgres.StartAgainAsync(token);
    }

    private async Task LoseRedisAsync(CancellationToken token)
    {
        cluster.Redis.Stop();
        await Task.Delay(RedisIsLostFor, token);
        await cluster.Redis.RestartAsync();
        using var client = new HttpClient();
        foreach (var node in cluster.Nodes)
        {
            // The nodes have noticed, too.
            while ((await client.GetAsync(new Uri(node.Address, "/readyz"), token)).StatusCode != HttpStatusCode.OK)
            {
                await Task.Delay(100, token);
            }
        }
    }
}
