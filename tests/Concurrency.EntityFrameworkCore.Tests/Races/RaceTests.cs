using Investigations.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>Clients that submit the same version over HTTP. All pass the check before the handler, so that the database alone decides.</summary>
public sealed class RaceTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Engine, int, string> Races
    {
        get
        {
            var races = new TheoryData<Engine, int, string>();
            foreach (var engine in Enum.GetValues<Engine>())
            {
                races.Add(engine, 32, "commit");
                races.Add(engine, 100, "commit");
                races.Add(engine, 32, "exception");
                races.Add(engine, 32, "statement");
            }

            races.Add(Engine.PostgresReadCommitted, 32, "transaction");
            races.Add(Engine.PostgresRepeatableRead, 32, "transaction");
            return races;
        }
    }

    [Theory]
    [MemberData(nameof(Races))]
    public async Task SameVersion_ManyClients_ExactlyOneWins(Engine engine, int clients, string way)
    {
        await using var database = await OrderDatabase.CreateAsync(engine, postgres);
        var gate = new RaceGate(clients);
        await using var app = await OrderApp.StartAsync(database, orders => Map(orders, way, gate));

        var winner = await WriteRace.ExactlyOneWinsAsync(
            clients, (writer, token) => app.SendAsync(HttpMethod.Patch, $"/orders/1?status=w{writer}", cancellationToken: token), Token);

        var order = (await database.ReadAsync())!;
        Assert.Equal(($"w{winner}", 4L), (order.Status, order.Version));
    }

    [Theory]
    [InlineData(Engine.PostgresReadCommitted)]
    [InlineData(Engine.PostgresRepeatableRead)]
    public async Task TwoHosts_OnOneDatabase_HaveOneWinner(Engine engine)
    {
        const int Clients = 32;
        await using var database = await OrderDatabase.CreateAsync(engine, postgres);
        var gate = new RaceGate(Clients);
        await using var first = await OrderApp.StartAsync(database, orders => Map(orders, "commit", gate));
        await using var second = await OrderApp.StartAsync(database, orders => Map(orders, "commit", gate));

        var winner = await WriteRace.ExactlyOneWinsAsync(
            Clients,
            (writer, token) => (writer % 2 == 0 ? first : second).SendAsync(HttpMethod.Patch, $"/orders/1?status=w{writer}", cancellationToken: token),
            Token);

        var order = (await database.ReadAsync())!;
        Assert.Equal(($"w{winner}", 4L), (order.Status, order.Version));
    }

    private static void Map(RouteGroupBuilder orders, string way, RaceGate gate) => _ = way switch
    {
        "statement" => orders.MapPatch("/{id:int}", async (int id, string status, ExpectedVersion expected, OrdersDb db, CancellationToken token) =>
        {
            await gate.WaitAsync(token);
            return await db.Orders.ExecuteUpdateVersionAsync(id, expected, s => s.SetProperty(o => o.Status, status), token);
        }),
        "exception" => orders.MapPatch("/{id:int}", async (int id, string status, ExpectedVersion expected, OrdersDb db, CancellationToken token) =>
        {
            var order = await LoadAsync(db, id, expected, status, token);
            await gate.WaitAsync(token);
            await db.SaveChangesAsync(token);
            return VersionResults.Ok(order.Status, order.Version);
        }),
        "transaction" => orders.MapPatch("/{id:int}", async (int id, string status, ExpectedVersion expected, OrdersDb db, CancellationToken token) =>
        {
            // Left open by the exception: the fresh version has to come from elsewhere.
            await db.Database.BeginTransactionAsync(token);
            var order = await LoadAsync(db, id, expected, status, token);
            await gate.WaitAsync(token);
            await db.SaveChangesAsync(token);
            await db.Database.CommitTransactionAsync(token);
            return VersionResults.Ok(order.Status, order.Version);
        }),
        _ => orders.MapPatch("/{id:int}", async (int id, string status, ExpectedVersion expected, OrdersDb db, CancellationToken token) =>
        {
            var order = await LoadAsync(db, id, expected, status, token);
            await gate.WaitAsync(token);
            return (await db.SaveVersionAsync(order, token)).Select(saved => saved.Status);
        }),
    };

    private static async Task<Order> LoadAsync(OrdersDb db, int id, ExpectedVersion expected, string status, CancellationToken token)
    {
        var order = await db.Orders.SingleAsync(order => order.Id == id, token);
        db.Entry(order).ExpectVersion(expected);
        order.Status = status;
        return order;
    }
}
