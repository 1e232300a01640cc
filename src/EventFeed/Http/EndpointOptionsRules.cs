namespace Investigations.EventFeed;

/// <summary>Refuses options of an endpoint by which its parameters or its JSON could not be told apart.</summary>
internal static class EndpointOptionsRules
{
    private static readonly string[] Taken =
    [
        PageParameters.Cursor, PageParameters.Limit, PageParameters.Type, PageParameters.Since, PageParameters.Wait,
        "id", "sequence", "timestamp", "occurred_at", "data",
    ];

    public static void ThrowIfInvalid(EventFeedEndpointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options.FeedKey, nameof(options.FeedKey));
        ArgumentException.ThrowIfNullOrEmpty(options.SubjectName, nameof(options.SubjectName));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FullPageMaxAge, TimeSpan.Zero, nameof(options.FullPageMaxAge));
        if (Taken.Contains(options.SubjectName, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{nameof(options.SubjectName)} can't be '{options.SubjectName}': that is another parameter's or member's name.", nameof(options));
        }
    }
}
