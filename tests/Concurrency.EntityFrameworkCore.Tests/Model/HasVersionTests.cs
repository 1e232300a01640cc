using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

public sealed class HasVersionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewEntity_Saved_HasVersionOne()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var db = database.Open();
        var order = new Order { Id = 2 };
        db.Add(order);

        await db.SaveChangesAsync(Token);

        Assert.Equal(1, order.Version);
        Assert.Equal(1, (await database.ReadAsync(2))!.Version);
    }

    [Fact]
    public async Task NewEntity_WithAVersionToGoOnFrom_KeepsIt()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var db = database.Open();
        db.Add(new Order { Id = 2, Version = 17 });

        await db.SaveChangesAsync(Token);

        Assert.Equal(17, (await database.ReadAsync(2))!.Version);
    }

    [Fact]
    public async Task Row_InsertedByOthers_HasVersionOne()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var db = database.Open();

        await db.Database.ExecuteSqlRawAsync("""INSERT INTO "Orders" ("Id", "Status") VALUES (2, 'imported')""", Token);

        Assert.Equal(1, (await database.ReadAsync(2))!.Version);
    }

    [Fact]
    public async Task Version_InTheModelAlone_IsCounted()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var db = database.Open();
        var seat = new Seat { Hall = new(Guid.NewGuid()), Number = 7 };
        db.Add(seat);
        await db.SaveChangesAsync(Token);

        seat.Guest = "alice";
        var commit = await db.SaveVersionAsync(seat, Token);

        Assert.Equal(VersionOutcome.Committed, commit.Outcome);
        Assert.Equal(2, commit.Tag?.Version);
    }

    [Fact]
    public async Task Entity_WithoutAVersion_SaysHowToGiveItOne()
    {
        await using var database = await OrderDatabase.CreateAsync();
        await using var db = database.Open();
        var note = new Note { Id = 1 };
        db.Add(note);

        var error = Assert.Throws<InvalidOperationException>(() => db.Entry(note).ExpectVersion(ExpectedVersion.Exactly(1)));

        Assert.Equal("Note has no version: mark its long property with [Version], or call HasVersion() for it in OnModelCreating.", error.Message);
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveVersionAsync(note, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.Notes.ExecuteUpdateVersionAsync(1, ExpectedVersion.Any, s => s.SetProperty(n => n.Text, ""), Token));
    }

    [Fact]
    public async Task Context_ThatDoesNotCountVersions_SaysHowToMakeIt()
    {
        await using var database = await OrderDatabase.CreateAsync();
        var options = new DbContextOptionsBuilder<OrdersDb>();
        database.Use(options);
        await using var db = new OrdersDb(options.Options);
        var order = await db.Orders.SingleAsync(Token);

        var error = Assert.Throws<InvalidOperationException>(() => db.Entry(order).ExpectVersion(ExpectedVersion.Exactly(3)));

        Assert.StartsWith("OrdersDb does not count versions: call services.AddDbContextVersions<OrdersDb>()", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveVersionAsync(order, Token));
    }
}
