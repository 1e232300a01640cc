namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

internal sealed class Order
{
    public int Id { get; set; }

    public string Status { get; set; } = "new";

    public string? Notes { get; set; }

    public long Version { get; set; }

    public List<OrderLine> Lines { get; } = [];
}

/// <summary>Owned by an order, in a table of its own.</summary>
internal sealed class OrderLine
{
    public int Id { get; set; }

    public string Product { get; set; } = "";

    public int Quantity { get; set; }
}
