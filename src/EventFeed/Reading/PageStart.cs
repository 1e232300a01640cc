using System.Globalization;

namespace Investigations.EventFeed;

/// <summary>Where a page starts: after a position, at a time, or at the feed's beginning.</summary>
/// <param name="After">Events after this position are wanted.</param>
/// <param name="SinceMs">Events recorded at or after this time are wanted.</param>
/// <param name="HasCursor">A cursor gave the position; without one the page begins at the floor, which moves.</param>
internal readonly record struct PageStart(long After, long? SinceMs, bool HasCursor)
{
    /// <summary>Distinguishes pages with different starts in an entity tag.</summary>
    public string Text(long floor) => HasCursor
        ? After.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"s{SinceMs}_{floor}");
}
