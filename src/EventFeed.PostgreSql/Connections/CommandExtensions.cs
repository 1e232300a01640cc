using Npgsql;
using NpgsqlTypes;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Builds statements.</summary>
internal static class CommandExtensions
{
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, int timeout)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants but for the names of tables, which are validated.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = timeout;
        return command;
    }

    /// <summary>A statement that walks along an index, and one before it that keeps the planner to that.</summary>
    public static NpgsqlBatch Walk(this NpgsqlConnection connection, string sql, int timeout, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var batch = connection.CreateBatch();
        batch.Timeout = timeout;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PageSql.ByIndex));
        var walk = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            walk.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(walk);
        return batch;
    }

    public static NpgsqlCommand With(this NpgsqlCommand command, string? value) => command.Add(Text(value));

    public static NpgsqlCommand With(this NpgsqlCommand command, long value) => command.Add(Number(value));

    public static NpgsqlCommand With(this NpgsqlCommand command, string[] values) => command.Add(Texts(values));

    public static NpgsqlCommand With(this NpgsqlCommand command, long[] values) => command.Add(Array(values, NpgsqlDbType.Bigint));

    public static NpgsqlParameter Text(string? value) => value is null
        ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }
        : new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Number(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Number(long? value) => value is { } number
        ? Number(number)
        : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Bytes(ReadOnlyMemory<byte> value) =>
        new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    public static NpgsqlParameter Texts(string?[] values) => Array(values, NpgsqlDbType.Text);

    public static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType type) =>
        new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    private static NpgsqlCommand Add(this NpgsqlCommand command, NpgsqlParameter parameter)
    {
        command.Parameters.Add(parameter);
        return command;
    }
}
