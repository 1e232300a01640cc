namespace Investigations.Benchmarks;

/// <summary>An event of nine members, about 240 bytes on the wire.</summary>
public sealed record SseOrder(
    long T, long OrderId, string Customer, string Product, int Quantity, decimal Price, string Currency, bool Express, string Status)
{
    public static SseOrder Example { get; } = new(
        1_234_567_890, 1_000_001, "customer-000123", "Hydraulic press, 20 t, blue", 12, 1499.95m, "EUR", true, "accepted-for-delivery");
}
