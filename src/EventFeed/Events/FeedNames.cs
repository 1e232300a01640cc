using System.Runtime.CompilerServices;

namespace Investigations.EventFeed;

internal static class FeedNames
{
    public static void ThrowIfInvalid(string feed, [CallerArgumentExpression(nameof(feed))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(feed, name);
        if (!EventRules.IsValidFeed(feed))
        {
            throw new ArgumentException("A feed's name must be 1-200 characters of valid Unicode without control characters.", name);
        }
    }
}
