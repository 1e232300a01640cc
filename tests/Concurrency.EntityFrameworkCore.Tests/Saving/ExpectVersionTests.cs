using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

public sealed class ExpectVersionTests : IAsyncDisposable
{
    private OrderDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);

    public static TheoryData<string> Satisfied => ["exactly", "one of", "any", "unspecified"];

    [Theory]
    [MemberData(nameof(Satisfied))]
    public async Task Expectation_ThatTheLoadedVersionMeets_SavesTheNextVersion(string kind)
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        db.Entry(order).ExpectVersion(Expectation(kind));
        order.Status = "paid";

        await db.SaveChangesAsync(Token);

        Assert.Equal(4, (await _database!.ReadAsync())!.Version);
    }

    [Theory]
    [MemberData(nameof(Satisfied))]
    public async Task Expectation_ThatAnotherWriterOvertook_IsRefusedByTheSave(string kind)
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        db.Entry(order).ExpectVersion(Expectation(kind));
        await _database!.WriteAsync("theirs");
        order.Status = "mine";

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));

        Assert.Equal("theirs", (await _database!.ReadAsync())!.Status);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Expectation_ThatTheLoadedVersionDoesNotMeet_IsAConflictAtOnce(long submitted)
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);

        var conflict = Assert.Throws<VersionConflictException>(() => db.Entry(order).ExpectVersion(ExpectedVersion.Exactly(submitted)));

        Assert.Equal((3L, submitted), (conflict.Current!.Value.Version, conflict.Submitted.Values.Single()));
    }

    [Fact]
    public async Task Expectation_OfATagThatIsNoVersion_IsAConflict()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);

        Assert.Throws<VersionConflictException>(() => db.Entry(order).ExpectVersion(ExpectedVersion.Exactly(new EntityTag("abc"))));
    }

    [Fact]
    public async Task Expectation_WithNothingChanged_KeepsTheVersion()
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        db.Entry(order).ExpectVersion(ExpectedVersion.Exactly(3));

        await db.SaveChangesAsync(Token);

        Assert.Equal(3, (await _database!.ReadAsync())!.Version);
    }

    [Fact]
    public async Task Expectation_OfAStub_IsComparedByTheSave()
    {
        await using var db = await OpenAsync();
        var stub = db.Attach(new Order { Id = 1, Status = "" });
        stub.ExpectVersion(ExpectedVersion.Exactly(2));
        stub.Entity.Status = "paid";

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));
        stub.ExpectVersion(ExpectedVersion.Exactly(2));
        stub.State = EntityState.Detached;

        stub = db.Attach(new Order { Id = 1, Status = "" });
        stub.ExpectVersion(ExpectedVersion.Exactly(3));
        stub.Entity.Status = "paid";
        await db.SaveChangesAsync(Token);
        Assert.Equal(("paid", 4L), ((await _database!.ReadAsync())!.Status, stub.Entity.Version));
    }

    [Theory]
    [InlineData("one of")]
    [InlineData("any")]
    [InlineData("unspecified")]
    public async Task Expectation_OfNoOneVersionOfAStub_AsksToLoadIt(string kind)
    {
        await using var db = await OpenAsync();
        var stub = db.Attach(new Order { Id = 1 });

        var error = Assert.Throws<InvalidOperationException>(() => stub.ExpectVersion(Expectation(kind)));

        Assert.EndsWith("load it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expectation_OfAnEntityToBeAdded_IsMetByAbsentAndUnspecifiedOnly()
    {
        await using var db = await OpenAsync();
        var added = db.Add(new Order { Id = 2 });

        added.ExpectVersion(ExpectedVersion.Absent);
        added.ExpectVersion(ExpectedVersion.Unspecified);

        Assert.Null(Assert.Throws<VersionConflictException>(() => added.ExpectVersion(ExpectedVersion.Any)).Current);
        Assert.Throws<VersionConflictException>(() => added.ExpectVersion(ExpectedVersion.Exactly(1)));
        Assert.Throws<VersionConflictException>(() => db.Entry(db.Orders.Single()).ExpectVersion(ExpectedVersion.Absent));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deletion_UnderAnOvertakenVersion_IsRefused(bool expectsAfterRemoving)
    {
        await using var db = await OpenAsync();
        var order = await db.Orders.SingleAsync(Token);
        if (!expectsAfterRemoving)
        {
            db.Entry(order).ExpectVersion(ExpectedVersion.Exactly(3));
        }

        db.Remove(order);
        if (expectsAfterRemoving)
        {
            db.Entry(order).ExpectVersion(ExpectedVersion.Exactly(3));
        }

        await _database!.WriteAsync("theirs");

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));
        Assert.NotNull(await _database!.ReadAsync());
    }

    [Fact]
    public async Task Deletion_OfAStubUnderTheExpectedVersion_Deletes()
    {
        await using var db = await OpenAsync();
        var stub = db.Attach(new Order { Id = 1 });
        stub.ExpectVersion(ExpectedVersion.Exactly(3));
        db.Remove(stub.Entity);

        await db.SaveChangesAsync(Token);

        Assert.Null(await _database!.ReadAsync());
    }

    [Fact]
    public async Task Expectation_OfSomethingNotTracked_IsRefused()
    {
        await using var db = await OpenAsync();

        Assert.Throws<InvalidOperationException>(() => db.Entry(new Order { Id = 1 }).ExpectVersion(ExpectedVersion.Exactly(3)));
    }

    private static ExpectedVersion Expectation(string kind) => kind switch
    {
        "exactly" => ExpectedVersion.Exactly(3),
        "one of" => ExpectedVersion.OneOf(2L, 3L),
        "any" => ExpectedVersion.Any,
        _ => ExpectedVersion.Unspecified,
    };

    private async Task<OrdersDb> OpenAsync() => (_database = await OrderDatabase.CreateAsync()).Open();
}
