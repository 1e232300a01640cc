using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>Saves and statements that tell how they ended.</summary>
public sealed class CommitTests : IAsyncDisposable
{
    private OrderDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task Save_OfAChange_IsCommittedWithTheNextVersion()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        order.Status = "paid";

        var commit = await db.SaveVersionAsync(order, Token);

        Assert.Equal((VersionOutcome.Committed, 4L), (commit.Outcome, commit.Tag!.Value.Version));
        Assert.Same(order, commit.Value);
    }

    [Fact]
    public async Task Save_OfNoChange_IsUnchanged()
    {
        await using var db = await OpenAsync();

        var commit = await db.SaveVersionAsync(await db.Orders.SingleAsync(Token), Token);

        Assert.Equal((VersionOutcome.Unchanged, 3L), (commit.Outcome, commit.Tag!.Value.Version));
    }

    [Fact]
    public async Task Save_ThatLostARace_IsAConflictWithTheVersionOfNow()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        await _database!.WriteAsync("theirs");
        await _database!.WriteAsync("theirs again");
        order.Status = "mine";

        var commit = await db.SaveVersionAsync(order, Token);

        Assert.Equal((VersionOutcome.Conflict, 5L), (commit.Outcome, commit.Tag!.Value.Version));
    }

    [Fact]
    public async Task Save_OfWhatWasDeletedMeanwhile_IsNotFound()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        await _database!.DeleteAsync();
        order.Status = "mine";

        Assert.Equal(VersionOutcome.NotFound, (await db.SaveVersionAsync(order, Token)).Outcome);
    }

    [Fact]
    public async Task Save_OfANewEntityThatIsThereAlready_IsAConflict()
    {
        await using var db = await OpenAsync();
        var order = new Order { Id = 1 };
        db.Add(order);

        var commit = await db.SaveVersionAsync(order, Token);

        Assert.Equal((VersionOutcome.Conflict, 3L), (commit.Outcome, commit.Tag!.Value.Version));
    }

    [Fact]
    public async Task Save_ThatFailsForAnotherReason_Throws()
    {
        await using var db = await OpenAsync();
        var order = new Order { Id = 2, Status = null! };
        db.Add(order);

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveVersionAsync(order, Token));
    }

    [Fact]
    public async Task Save_OfADeletion_IsRefused()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        db.Remove(order);

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveVersionAsync(order, Token));
        Assert.NotNull(await _database!.ReadAsync());
    }

    [Theory]
    [InlineData("exactly")]
    [InlineData("one of")]
    [InlineData("any")]
    [InlineData("unspecified")]
    public async Task Statement_UnderAVersionThatIsMet_IsCommittedWithTheNext(string kind)
    {
        await using var db = await OpenAsync();

        var commit = await db.Orders.ExecuteUpdateVersionAsync(1, kind switch
        {
            "exactly" => ExpectedVersion.Exactly(3),
            "one of" => ExpectedVersion.OneOf(2L, 3L),
            "any" => ExpectedVersion.Any,
            _ => ExpectedVersion.Unspecified,
        }, s => s.SetProperty(o => o.Status, "paid"), Token);

        Assert.Equal((VersionOutcome.Committed, 4L), (commit.Outcome, commit.Tag!.Value.Version));
        Assert.Equal(("paid", 4L), ((await _database!.ReadAsync())!.Status, (await _database!.ReadAsync())!.Version));
    }

    [Fact]
    public async Task Statement_UnderAnotherVersion_IsAConflictThatWritesNothing()
    {
        await using var db = await OpenAsync();
        foreach (var expected in new[] { ExpectedVersion.Exactly(2), ExpectedVersion.OneOf(1L, 2L), ExpectedVersion.Exactly(new EntityTag("abc")), ExpectedVersion.Absent })
        {
            var commit = await db.Orders.ExecuteUpdateVersionAsync(1, expected, s => s.SetProperty(o => o.Status, "paid"), Token);

            Assert.Equal((VersionOutcome.Conflict, 3L), (commit.Outcome, commit.Tag!.Value.Version));
        }

        Assert.Equal("open", (await _database!.ReadAsync())!.Status);
    }

    [Fact]
    public async Task Statement_ForWhatIsNotThere_IsNotFound()
    {
        await using var db = await OpenAsync();

        Assert.Same(VersionCommit.NotFound, await db.Orders.ExecuteUpdateVersionAsync(2, ExpectedVersion.Exactly(3), s => s.SetProperty(o => o.Status, ""), Token));
        Assert.Same(VersionCommit.NotFound, await db.Orders.ExecuteUpdateVersionAsync(2, ExpectedVersion.Any, s => s.SetProperty(o => o.Status, ""), Token));
    }

    [Fact]
    public async Task Statement_ForAKeyOfTwoParts_FindsTheRow()
    {
        await using var db = await OpenAsync();
        var hall = new HallId(Guid.NewGuid());
        db.AddRange(new Seat { Hall = hall, Number = 1 }, new Seat { Hall = hall, Number = 2 });
        await db.SaveChangesAsync(Token);

        var commit = await db.Seats.ExecuteUpdateVersionAsync(new object[] { hall, 2 }, ExpectedVersion.Exactly(1), s => s.SetProperty(x => x.Guest, "bob"), Token);

        Assert.Equal(2, commit.Tag!.Value.Version);
        Assert.Equal([null, "bob"], await db.Seats.AsNoTracking().OrderBy(s => s.Number).Select(s => s.Guest).ToArrayAsync(Token));
    }

    [Theory]
    [InlineData("1")]
    [InlineData(1L)]
    public async Task Statement_ForAKeyOfAnotherType_SaysSo(object key)
    {
        await using var db = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() =>
            db.Orders.ExecuteUpdateVersionAsync(key, ExpectedVersion.Exactly(3), s => s.SetProperty(o => o.Status, ""), Token));
    }

    [Fact]
    public async Task Statement_ForManyKeys_IsOneStatementWithParameters()
    {
        var statements = new List<string>();
        await using var database = await OrderDatabase.CreateAsync();
        await using var db = database.Open(options => options.LogTo(statements.Add, [Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.CommandExecuting]));

        foreach (var (id, version) in new[] { (71, 81L), (72, 82L) })
        {
            await db.Orders.ExecuteUpdateVersionAsync(id, ExpectedVersion.Exactly(version), s => s.SetProperty(o => o.Status, "paid"), Token);
        }

        Assert.NotEmpty(statements);
        Assert.DoesNotContain(statements, text => text.Contains("= 71", StringComparison.Ordinal) || text.Contains("= 81", StringComparison.Ordinal));
    }

    private async Task<OrdersDb> OpenAsync() => (_database = await OrderDatabase.CreateAsync()).Open();
}
