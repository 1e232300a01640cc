using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests.Readme;

public sealed class Order
{
    public int Id { get; set; }

    public string Status { get; set; } = "open";

    public long Version { get; set; }
}

public sealed class Invoice
{
    public int Id { get; set; }

    public string Status { get; set; } = "open";

    [Version]
    public long Version { get; set; }
}

public sealed record OrderPatch(string Status);

public sealed class AppDb(DbContextOptions<AppDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Invoice> Invoices => Set<Invoice>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>().HasVersion(o => o.Version);              // in OnModelCreating; a long, starts at 1
    }
}
