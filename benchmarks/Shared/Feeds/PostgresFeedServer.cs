using System.Data.Common;
using Investigations.EventFeed.PostgreSql;
using Investigations.Testing;
using Npgsql;

namespace Investigations.Benchmarks;

/// <summary>A server that syncs each commit to the disk, with a cache as servers have it.</summary>
internal sealed class PostgresFeedServer : FeedDatabase
{
    private readonly PostgresServer _server;
    private readonly string _connectionString;

    private PostgresFeedServer(PostgresServer server, string connectionString)
        : base(feed => feed.UsePostgreSql(connectionString)) => (_server, _connectionString) = (server, connectionString);

    public override string PlainColumns => "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ts bigint NOT NULL, event_id text NOT NULL UNIQUE, type text NOT NULL, subject text, data bytea NOT NULL";

    protected override string Settle => "VACUUM ANALYZE";

    public static async Task<PostgresFeedServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync(fsync: true, settings: ["shared_buffers=1GB", "max_wal_size=4GB"]);
        return new PostgresFeedServer(server, await server.CreateDatabaseAsync());
    }

    public override async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        return connection;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }
}
