using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

public sealed class VersionAttributeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MarkedProperty_IsCountedAndCompared()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(Token);
        await using var db = Open<TicketsDb>(connection);
        await db.Database.EnsureCreatedAsync(Token);
        var ticket = new Ticket { Id = 1 };
        db.Add(ticket);
        await db.SaveChangesAsync(Token);
        Assert.Equal(1, ticket.Revision);

        db.Entry(ticket).ExpectVersion(ExpectedVersion.Exactly(1));
        ticket.Title = "mine";
        var saved = await db.SaveVersionAsync(ticket, Token);
        await db.Tickets.ExecuteUpdateVersionAsync(1, ExpectedVersion.Exactly(2), set => set.SetProperty(t => t.Title, "theirs"), Token);
        ticket.Title = "mine again";
        var lost = await db.SaveVersionAsync(ticket, Token);

        Assert.Equal((VersionOutcome.Committed, 2L), (saved.Outcome, saved.Tag!.Value.Version));
        Assert.Equal((VersionOutcome.Conflict, 3L), (lost.Outcome, lost.Tag!.Value.Version));
    }

    [Fact]
    public async Task MarkedProperty_OfARowInsertedByOthers_IsOne()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(Token);
        await using var db = Open<TicketsDb>(connection);
        await db.Database.EnsureCreatedAsync(Token);

        await db.Database.ExecuteSqlRawAsync("""INSERT INTO "Tickets" ("Id", "Title") VALUES (1, 'imported')""", Token);

        Assert.Equal(1, (await db.Tickets.SingleAsync(Token)).Revision);
    }

    [Fact]
    public void MarkedProperty_OfAContextThatDoesNotCount_IsNoVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        using var counting = Open<TicketsDb>(connection);
        using var plain = new TicketsDb(new DbContextOptionsBuilder<TicketsDb>().UseSqlite(connection).Options);

        Assert.True(counting.Model.FindEntityType(typeof(Ticket))!.FindProperty(nameof(Ticket.Revision))!.IsConcurrencyToken);
        Assert.False(plain.Model.FindEntityType(typeof(Ticket))!.FindProperty(nameof(Ticket.Revision))!.IsConcurrencyToken);
    }

    [Fact]
    public void MarkedProperty_OfAnotherType_IsRefused()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        using var db = Open<ShortVersions>(connection);

        var error = Assert.Throws<InvalidOperationException>(() => db.Model);

        Assert.Equal("ShortVersion.Version has the attribute Version, which is for a property of type long of an entity.", error.Message);
    }

    [Fact]
    public void Entity_WithTwoVersions_IsRefused()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        using var db = Open<TwoVersions>(connection);

        var error = Assert.Throws<InvalidOperationException>(() => db.Model);

        Assert.Equal("TwoVersion has more than one version: First, Second.", error.Message);
    }

    private static TContext Open<TContext>(SqliteConnection connection)
        where TContext : DbContext =>
        (TContext)Activator.CreateInstance(typeof(TContext), new DbContextOptionsBuilder<TContext>().UseSqlite(connection).UseVersions().Options)!;

    private sealed class Ticket
    {
        public int Id { get; set; }

        public string Title { get; set; } = "";

        [Version]
        public long Revision { get; set; }
    }

    private sealed class ShortVersion
    {
        public int Id { get; set; }

        [Version]
        public int Version { get; set; }
    }

    private sealed class TwoVersion
    {
        public int Id { get; set; }

        [Version]
        public long First { get; set; }

        public long Second { get; set; }
    }

    private sealed class TicketsDb(DbContextOptions<TicketsDb> options) : DbContext(options)
    {
        public DbSet<Ticket> Tickets => Set<Ticket>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Ticket>().Property(t => t.Id).ValueGeneratedNever();
    }

    private sealed class ShortVersions(DbContextOptions<ShortVersions> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<ShortVersion>();
    }

    private sealed class TwoVersions(DbContextOptions<TwoVersions> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<TwoVersion>().HasVersion(t => t.Second);
    }
}
