using Investigations.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>A database with order 1 at version 3: "open", with one line.</summary>
internal sealed class OrderDatabase : IAsyncDisposable
{
    private readonly Action<DbContextOptionsBuilder> _use;
    private readonly Func<ValueTask> _remove;

    private OrderDatabase(Action<DbContextOptionsBuilder> use, Func<ValueTask> remove)
    {
        _use = use;
        _remove = remove;
    }

    public static Task<OrderDatabase> CreateAsync() => CreateAsync(Engine.Sqlite, null!);

    public static async Task<OrderDatabase> CreateAsync(Engine engine, PostgresFixture postgres)
    {
        var database = engine == Engine.Sqlite ? InFile() : await OnServerAsync(engine, postgres);
        await using var db = database.Open();
        await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        db.Add(new Order { Id = 1, Status = "open", Version = 3, Lines = { new() { Id = 1, Product = "tea", Quantity = 1 } } });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public void Use(DbContextOptionsBuilder options) => _use(options);

    /// <summary>A context that counts versions.</summary>
    public OrdersDb Open(Action<DbContextOptionsBuilder>? configure = null)
    {
        var options = new DbContextOptionsBuilder<OrdersDb>().UseVersions();
        _use(options);
        configure?.Invoke(options);
        return new(options.Options);
    }

    /// <summary>The order as it is in the database.</summary>
    public async Task<Order?> ReadAsync(int id = 1)
    {
        await using var db = Open();
        return await db.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.Id == id, TestContext.Current.CancellationToken);
    }

    /// <summary>What another writer does in between.</summary>
    public async Task WriteAsync(string status)
    {
        await using var db = Open();
        var order = await db.Orders.SingleAsync(TestContext.Current.CancellationToken);
        order.Status = status;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What another writer does in between.</summary>
    public async Task DeleteAsync()
    {
        await using var db = Open();
        db.RemoveRange(db.Orders);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _remove();

    private static OrderDatabase InFile()
    {
        var folder = Directory.CreateTempSubdirectory("investigations-ef-");
        var connectionString = $"Data Source={Path.Combine(folder.FullName, "orders.db")}";
        return new(options => options.UseSqlite(connectionString), () =>
        {
            using var connection = new SqliteConnection(connectionString);
            SqliteConnection.ClearPool(connection);
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    private static async Task<OrderDatabase> OnServerAsync(Engine engine, PostgresFixture postgres)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync())
        {
            MaxPoolSize = 110,
            Options = engine == Engine.PostgresRepeatableRead ? @"-c default_transaction_isolation=repeatable\ read" : null,
        }.ConnectionString;
        return new(options => options.UseNpgsql(connectionString), () =>
        {
            using var connection = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(connection);
            return ValueTask.CompletedTask;
        });
    }
}
