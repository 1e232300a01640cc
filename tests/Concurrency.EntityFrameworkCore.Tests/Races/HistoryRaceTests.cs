using System.Net.Http.Json;
using System.Text.Json;
using Investigations.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>
/// A history whose rows are saved together with what they tell of. Their key is in the losers' way before the version is compared:
/// EF Core inserts into "Changes" before it updates "Orders".
/// </summary>
public sealed class HistoryRaceTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgresReadCommitted)]
    [InlineData(Engine.PostgresRepeatableRead)]
    public async Task Race_OfThirtyTwo_LeavesOneNewRow(Engine engine)
    {
        await using var database = await OrderDatabase.CreateAsync(engine, postgres);
        var gate = new RaceGate(32);
        await using var app = await OrderApp.StartAsync(database, orders => Map(orders, gate));

        var winner = await WriteRace.ExactlyOneWinsAsync(
            32, (writer, token) => app.SendAsync(HttpMethod.Patch, $"/orders/1?by=w{writer}", cancellationToken: token), Token);

        var page = await app.Client.GetFromJsonAsync<JsonElement>("/orders/1/version-history", Token);
        var row = Assert.Single(page.GetProperty("history").EnumerateArray());
        Assert.Equal((4L, $"w{winner}"), (row.GetProperty("version").GetInt64(), row.GetProperty("changed_by").GetString()));
        var info = await app.Client.GetFromJsonAsync<JsonElement>("/orders/1/version", Token);
        Assert.Equal(4, info.GetProperty("version").GetInt64());
    }

    [Theory]
    [InlineData(Engine.Sqlite, 125)]
    [InlineData(Engine.PostgresReadCommitted, 125)]
    [InlineData(Engine.PostgresRepeatableRead, 25)]
    public async Task Increments_OfEightWriters_LoseNoneAndLeaveNoGap(Engine engine, int each)
    {
        const int Writers = 8;
        await using var database = await OrderDatabase.CreateAsync(engine, postgres);
        await using (var db = database.Open())
        {
            db.Add(new Order { Id = 2, Notes = "0" });
            await db.SaveChangesAsync(Token);
        }

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var done = 0; done < each;)
            {
                await using var db = database.Open();
                var order = await db.Orders.SingleAsync(order => order.Id == 2, Token);
                order.Notes = $"{int.Parse(order.Notes!, null) + 1}";
                db.Add(new OrderChange { OrderId = 2, Version = order.Version + 1, ChangedBy = $"w{writer}" });
                done += (await db.SaveVersionAsync(order, Token)).Outcome == VersionOutcome.Committed ? 1 : 0;
            }
        }));

        var last = (await database.ReadAsync(2))!;
        Assert.Equal(($"{Writers * each}", 1L + (Writers * each)), (last.Notes, last.Version));
        await using var read = database.Open();
        Assert.Equal(
            Enumerable.Range(2, Writers * each).Select(version => (long)version),
            await read.Changes.OrderBy(change => change.Version).Select(change => change.Version).ToListAsync(Token));
    }

    [Fact]
    public async Task Failure_ThatIsNoRace_IsThrown()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var db = database.Open();
        var order = await db.Orders.SingleAsync(Token);
        order.Status = "mine";
        db.Add(new OrderChange { OrderId = 404, Version = 4 });

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveVersionAsync(order, Token));

        Assert.Equal(3, (await database.ReadAsync())!.Version);
    }

    private static void Map(RouteGroupBuilder orders, RaceGate gate)
    {
        orders.MapVersions("/{id:int}");
        orders.MapPatch("/{id:int}", async (int id, string by, ExpectedVersion expected, OrdersDb db, CancellationToken token) =>
        {
            var order = await db.Orders.SingleAsync(order => order.Id == id, token);
            db.Entry(order).ExpectVersion(expected);
            order.Status = by;
            db.Add(new OrderChange { OrderId = id, Version = order.Version + 1, ChangedBy = by });
            await gate.WaitAsync(token);
            return (await db.SaveVersionAsync(order, token)).Select(saved => saved.Status);
        });
    }
}
