using System.Text.Json.Serialization;

namespace Investigations.LoadTest;

/// <summary>The event: nine members, about 240 bytes on the wire.</summary>
internal sealed record Order(
    long T, long OrderId, string Customer, string Product, int Quantity, decimal Price, string Currency, bool Express, string Status)
{
    public static Order Next(long number, long timestamp) => new(
        timestamp, 1_000_000 + number, "customer-000123", "Hydraulic press, 20 t, blue", 12, 1499.95m, "EUR", true, "accepted-for-delivery");
}

[JsonSerializable(typeof(Order))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class OrderJson : JsonSerializerContext;
