using System.Net;
using System.Net.Http.Headers;

namespace Investigations.Deployment.Tests;

/// <summary>The reference deployment on the loopback interface: two nodes in Production, one PostgreSQL, one Redis, one nginx, each a process.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly Certificate _certificate = new();
    private readonly Tokens _tokens = new();
    private readonly List<ApiHost> _nodes = [];
    private NginxServer? _nginx;

    private Cluster(PostgresServer postgres, RedisServer redis, string database) => (Postgres, Redis, Database) = (postgres, redis, database);

    public PostgresServer Postgres { get; }

    public RedisServer Redis { get; }

    /// <summary>The connection string of the nodes' database.</summary>
    public string Database { get; }

    public IReadOnlyList<ApiHost> Nodes => _nodes;

    public NginxServer Nginx => _nginx!;

    private Uri Address { get; } = new($"https://127.0.0.1:{Loopback.FreePort()}");

    /// <summary>Starts everything, or skips the test where a program is missing.</summary>
    /// <param name="settings">Of both nodes, beside those that a deployment must make.</param>
    public static async Task<Cluster> StartAsync(params (string Name, string Value)[] settings)
    {
        var postgres = await PostgresOrSkip.StartAsync(alwaysPrivate: true);
        var cluster = new Cluster(postgres, await RedisServer.StartAsync(), await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        try
        {
            for (var node = 0; node < 2; node++)
            {
                cluster._nodes.Add(await ApiHost.StartAsync([.. cluster.Settings(), .. settings]));
            }

            cluster._nginx = await DeployedNginx.StartAsync(cluster.Address.Port, cluster._certificate, cluster._nodes.Select(node => node.Address));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with connections of its own, over HTTP/2 to nginx.</summary>
    public HttpClient As(string user, DelegatingHandler? observer = null)
    {
        var sockets = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => _certificate.IsSameAs(certificate) },
        };
        HttpMessageHandler handler = sockets;
        if (observer is not null)
        {
            (observer.InnerHandler, handler) = (sockets, observer);
        }

        return new HttpClient(handler)
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(40),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", _tokens.For(user)) },
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
        {
            await _nginx.DisposeAsync();
        }

        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    private IEnumerable<(string Name, string Value)> Settings() =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"),
        ("ConnectionStrings__Postgres", $"{Database};Maximum Pool Size=30"),
        ("ConnectionStrings__Redis", Redis.Address),
        .. _tokens.Settings,
    ];
}
