using Investigations.Concurrency;
using Investigations.Concurrency.EntityFrameworkCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

public record OrderPatch(string Status);

public class Order
{
    public int Id { get; set; }

    public required string Status { get; set; }

    public long Version { get; set; }
}

public class AppDb(DbContextOptions<AppDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>().HasVersion(o => o.Version);
        modelBuilder.Entity<Order>().HasData(new Order { Id = 1, Status = "new", Version = 1 });
    }
}

//= Concurrency.EntityFrameworkCore: Usage: 3
