using System.Data.Common;
using System.Text;

namespace Investigations.Benchmarks;

/// <summary>The same events in a table without a feed: no head, no order, and a unique id that fails instead of being recognized.</summary>
internal sealed class PlainRows : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbCommand _insert;

    private PlainRows(DbConnection connection)
    {
        _connection = connection;
        _insert = connection.CreateCommand();
        _insert.CommandText = "INSERT INTO plain(ts, event_id, type, subject, data) VALUES (1, @id, 'tool_complete', 'run-1', @data)";
        Add("@id", "");
        Add("@data", Encoding.UTF8.GetBytes(FeedDatabase.Data.GetRawText()));
    }

    public static async Task<PlainRows> CreateAsync(FeedDatabase database)
    {
        var connection = await database.OpenAsync();
        await using var create = connection.CreateCommand();
        create.CommandText = $"CREATE TABLE plain({database.PlainColumns})";
        await create.ExecuteNonQueryAsync();
        var rows = new PlainRows(connection);
        await rows._insert.PrepareAsync();
        return rows;
    }

    public async Task InsertAsync()
    {
        _insert.Parameters[0].Value = Guid.CreateVersion7().ToString();
        await _insert.ExecuteNonQueryAsync();
    }

    public async Task InsertAsync(int count)
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        _insert.Transaction = transaction;
        for (var i = 0; i < count; i++)
        {
            await InsertAsync();
        }

        await transaction.CommitAsync();
        _insert.Transaction = null;
    }

    public async Task<long> CountAsync()
    {
        await using var count = _connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM plain";
        return (long)(await count.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _insert.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void Add(string name, object value)
    {
        var parameter = _insert.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        _insert.Parameters.Add(parameter);
    }
}
