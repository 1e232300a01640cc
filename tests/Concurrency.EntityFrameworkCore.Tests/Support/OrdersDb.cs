using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

internal sealed class OrdersDb(DbContextOptions<OrdersDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Seat> Seats => Set<Seat>();

    public DbSet<OrderChange> Changes => Set<OrderChange>();

    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(order =>
        {
            order.HasVersion(o => o.Version);
            order.Property(o => o.Id).ValueGeneratedNever();
            order.OwnsMany(o => o.Lines, line => line.Property(l => l.Id).ValueGeneratedNever());
        });
        modelBuilder.Entity<OrderChange>(change =>
        {
            change.HasKey(c => new { c.OrderId, c.Version });
            change.HasOne<Order>().WithMany().HasForeignKey(c => c.OrderId);
        });
        modelBuilder.Entity<Seat>(seat =>
        {
            seat.HasKey(s => new { s.Hall, s.Number });
            seat.Property(s => s.Hall).HasConversion(hall => hall.Value, value => new HallId(value));
            seat.HasVersion();
        });
        modelBuilder.Entity<Note>().Property(n => n.Id).ValueGeneratedNever();
    }
}
