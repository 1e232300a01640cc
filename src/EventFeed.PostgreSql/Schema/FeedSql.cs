using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>The names of the tables, and the statements that are not about pages or appends.</summary>
internal sealed class FeedSql
{
    /// <summary>An event's columns, as <see cref="EventRow"/> reads them.</summary>
    public const string Event = "seq, ts_ms, event_id, type, subject, occurred_ms, data";

    public FeedSql(PostgreSqlFeedOptions options)
    {
        Schema = options.Schema;
        var tables = $"\"{options.Schema}\".{options.TablePrefix}";
        (Meta, Heads, Events, Ids, Trimmed, Keys) =
            ($"{tables}meta", $"{tables}heads", $"{tables}events", $"{tables}ids", $"{tables}trimmed", $"{tables}keys");
        Scope = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"Investigations.EventFeed {tables}")));
        Channel = $"feed_appended_{Scope:x16}";

        CreateTables = PostgreSqlFeedSchema.Script(options);
        SelectVersion = $"SELECT value FROM {Meta} WHERE name = 'schema_version'";
        SelectHeads = $"SELECT m.value, h.seq, h.ts_ms, h.last_id, h.floor_seq, h.name FROM {Meta} m "
            + $"LEFT JOIN {Heads} h ON h.name = ANY($1) WHERE m.name = 'epoch'";
        SelectKeys = $"SELECT id, secret FROM {Keys} ORDER BY created_ms DESC, id";
        SelectExisting = $"SELECT {Event} FROM {Events} "
            + $"WHERE feed_id = (SELECT feed_id FROM {Heads} WHERE name = $1) AND seq = ANY($2)";
    }

    public string Schema { get; }

    public string Meta { get; }

    public string Heads { get; }

    public string Events { get; }

    public string Ids { get; }

    public string Trimmed { get; }

    public string Keys { get; }

    /// <summary>A number for locks, the same for all who use these tables.</summary>
    public long Scope { get; }

    /// <summary>The channel on which appends are told.</summary>
    public string Channel { get; }

    public string CreateTables { get; }

    public string SelectVersion { get; }

    public string SelectHeads { get; }

    public string SelectKeys { get; }

    public string SelectExisting { get; }
}
