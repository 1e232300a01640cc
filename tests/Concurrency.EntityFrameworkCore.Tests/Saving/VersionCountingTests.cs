using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>Saves that say nothing of versions: none may change content under the same one.</summary>
public sealed class VersionCountingTests : IAsyncDisposable
{
    private OrderDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task Change_OfAProperty_MakesTheNextVersion()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        order.Status = "paid";

        await db.SaveChangesAsync(Token);

        Assert.Equal(4, order.Version);
        Assert.Equal(4, (await _database!.ReadAsync())!.Version);
    }

    [Fact]
    public async Task Change_SavedWithoutAsync_MakesTheNextVersion()
    {
        await using var db = await OpenAsync();
        (await db.Orders.SingleAsync(Token)).Status = "paid";

        Save(db);

        Assert.Equal(4, (await _database!.ReadAsync())!.Version);

        static void Save(OrdersDb db) => db.SaveChanges();
    }

    [Fact]
    public async Task Save_OfNoChange_KeepsTheVersion()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        order.Status = "open";

        await db.SaveChangesAsync(Token);

        Assert.Equal(3, (await _database!.ReadAsync())!.Version);
    }

    [Fact]
    public async Task Changes_OneAfterTheOther_MakeOneVersionEach()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        for (var i = 0; i < 5; i++)
        {
            order.Notes = $"{i}";
            await db.SaveChangesAsync(Token);
        }

        Assert.Equal(8, (await _database!.ReadAsync())!.Version);
    }

    [Theory]
    [InlineData("added")]
    [InlineData("changed")]
    [InlineData("removed")]
    public async Task Change_OfAnOwnedPart_MakesTheNextVersionOfTheWhole(string change)
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        switch (change)
        {
            case "added":
                order.Lines.Add(new() { Id = 2, Product = "milk" });
                break;
            case "changed":
                order.Lines[0].Quantity = 2;
                break;
            default:
                order.Lines.Clear();
                break;
        }

        await db.SaveChangesAsync(Token);

        Assert.Equal(4, (await _database!.ReadAsync())!.Version);
    }

    [Fact]
    public async Task Change_OfAnOwnedPartOfAStaleWhole_IsRefused()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        await _database!.WriteAsync("paid");
        order.Lines[0].Quantity = 2;

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));

        Assert.Equal(1, (await _database!.ReadAsync())!.Lines[0].Quantity);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(99)]
    public async Task Version_SetByHand_IsRefusedInsteadOfStored(long submitted)
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        order.Version = submitted;
        order.Status = "paid";

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));

        Assert.Equal($"Order.Version was loaded as 3 and set to {submitted}. "
            + "Setting it compares nothing: say what is expected with Entry(entity).ExpectVersion(expected).", error.Message);
        Assert.Equal("open", (await _database!.ReadAsync())!.Status);
    }

    [Fact]
    public async Task Version_CountedByHand_IsCountedOnce()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        order.Version++;
        order.Status = "paid";

        await db.SaveChangesAsync(Token);

        Assert.Equal(4, (await _database!.ReadAsync())!.Version);
    }

    [Fact]
    public async Task Update_OfADetachedEntityAtAStaleVersion_IsRefused()
    {
        await using var db = await OpenAsync();
        db.Update(new Order { Id = 1, Status = "paid", Version = 2 });

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));

        Assert.Equal("open", (await _database!.ReadAsync())!.Status);
    }

    [Fact]
    public async Task Update_OfADetachedEntityAtTheCurrentVersion_MakesTheNext()
    {
        await using var db = await OpenAsync();
        db.Update(new Order { Id = 1, Status = "paid", Version = 3 });

        await db.SaveChangesAsync(Token);

        Assert.Equal(("paid", 4L), ((await _database!.ReadAsync())!.Status, (await _database!.ReadAsync())!.Version));
    }

    [Fact]
    public async Task LostRace_ResolvedOnTheDatabasesVersion_CanBeSavedAgain()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        order.Notes = "mine";
        await _database!.WriteAsync("paid");
        await _database!.WriteAsync("sent");

        var lost = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));
        foreach (var entry in lost.Entries)
        {
            entry.OriginalValues.SetValues((await entry.GetDatabaseValuesAsync(Token))!);
            entry.CurrentValues["Status"] = entry.OriginalValues["Status"];
            entry.CurrentValues["Version"] = entry.OriginalValues["Version"];
        }

        await db.SaveChangesAsync(Token);
        var saved = (await _database!.ReadAsync())!;
        Assert.Equal(("sent", "mine", 6L), (saved.Status, saved.Notes, saved.Version));
    }

    [Fact]
    public async Task LostRace_ThatIsReloaded_CanBeSavedAgain()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        order.Notes = "mine";
        await _database!.WriteAsync("paid");

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));
        Assert.Equal(3, order.Version);
        await db.Entry(order).ReloadAsync(Token);
        order.Notes = "mine";
        await db.SaveChangesAsync(Token);

        Assert.Equal(5, (await _database!.ReadAsync())!.Version);
    }

    [Fact]
    public async Task PlainExecuteUpdate_CountsNothing_WhichIsWhyThereIsAnother()
    {
        await using var db = await OpenAsync();

        await db.Orders.ExecuteUpdateAsync(s => s.SetProperty(o => o.Status, "paid"), Token);

        Assert.Equal(3, (await _database!.ReadAsync())!.Version);
    }

    private async Task<OrdersDb> OpenAsync() => (_database = await OrderDatabase.CreateAsync()).Open();

    /// <summary>It compared all that was tracked again for each part that had changed.</summary>
    [Fact]
    public async Task Change_OfManyOwnedParts_IsLookedForOnce()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        order.Lines.AddRange(Enumerable.Range(100, 50).Select(static id => new OrderLine { Id = id, Product = "milk" }));
        var comparisons = 0;
        db.ChangeTracker.DetectingAllChanges += (_, _) => comparisons++;

        await db.SaveChangesAsync(Token);

        Assert.Equal(4, order.Version);
        Assert.InRange(comparisons, 1, 4);
    }
}
