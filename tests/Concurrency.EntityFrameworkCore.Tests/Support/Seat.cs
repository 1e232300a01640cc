namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

internal readonly record struct HallId(Guid Value);

/// <summary>Has a key of two parts, one of a type of its own, and a version that is no property of the class.</summary>
internal sealed class Seat
{
    public HallId Hall { get; set; }

    public int Number { get; set; }

    public string? Guest { get; set; }
}
