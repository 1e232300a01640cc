namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>A row of an order's history: what made a version of it.</summary>
internal sealed class OrderChange
{
    public int OrderId { get; set; }

    public long Version { get; set; }

    public string ChangedBy { get; set; } = "";
}
