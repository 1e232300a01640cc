namespace Investigations.EventFeed;

/// <summary>
/// Settings of event feeds. Those with a section key are read from the section <c>EventFeed</c> and, if they have one, from their
/// flat name, which wins; code has the last word.
/// </summary>
public sealed class EventFeedOptions
{
    /// <summary>Events on a page when no number is asked for, 1-10 000; 100, or <see cref="MaxLimit"/> if that is less. <c>DefaultLimit</c>, <c>EVENT_FEED_DEFAULT_LIMIT</c>.</summary>
    public int DefaultLimit { get; set; } = 100;

    /// <summary>Events on a page at most, 1-10 000; 1 000. <c>MaxLimit</c>, <c>EVENT_FEED_MAX_LIMIT</c>.</summary>
    public int MaxLimit { get; set; } = 1000;

    /// <summary>
    /// How long a cursor is good, in whole days, 1-3 650; 30. It lives to the end of the day (UTC) on which its time is up.
    /// <c>CursorExpiryDays</c>, <c>EVENT_FEED_CURSOR_EXPIRY_DAYS</c>.
    /// </summary>
    public TimeSpan CursorLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Whether an id that a feed has already is recognized. Without it every event is stored, also with an id that was used
    /// before. <c>EnableDedup</c>, <c>EVENT_FEED_ENABLE_DEDUP</c>.
    /// </summary>
    public bool EnableDedup { get; set; } = true;

    /// <summary>For how long the id of an event that was trimmed away is still recognized as a duplicate; 30 days from when it was recorded.</summary>
    public TimeSpan DedupWindow { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// The keys that sign cursors: the first signs, all verify. Empty for keys that the store makes and keeps.
    /// <c>CursorKeys:0:Id</c> and <c>CursorKeys:0:Key</c> (base64), and so on.
    /// </summary>
    public IList<CursorKey> CursorKeys { get; } = [];

    /// <summary>How often waiting readers look for events of other processes, 0.05-60 s; 0.25 s. <c>HeadPollIntervalSeconds</c>.</summary>
    public TimeSpan HeadPollInterval { get; set; } = TimeSpan.FromSeconds(0.25);

    /// <summary>The longest that a read may wait for its first event, 0-300 s; 30 s. <c>MaxWaitSeconds</c>.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>About how many bytes a page holds at most (but one event always fits), 1 KiB-1 GiB; 4 MiB. <c>MaxPageBytes</c>.</summary>
    public int MaxPageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How many bytes the data of one event takes at most, 16-256 Mi; 1 MiB. <c>MaxEventBytes</c>.</summary>
    public int MaxEventBytes { get; set; } = 1024 * 1024;

    /// <summary>How many events a batch holds at most, 1-100 000; 1 000. <c>MaxBatchSize</c>.</summary>
    public int MaxBatchSize { get; set; } = 1000;

    /// <summary>How many events one filtered read looks at at most, 100-10 000 000; 20 000. <c>MaxScan</c>.</summary>
    public int MaxScan { get; set; } = 20_000;

    /// <summary>How far the wall clock may jump ahead and still be followed, 1 s-366 days; 5 minutes.</summary>
    public TimeSpan MaxClockJump { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Which types are accepted; <c>^[a-z][a-z0-9_.]{0,63}$</c>. At most 200 characters and no control characters in any case.</summary>
    public Func<string, bool> IsValidType { get; set; } = EventRules.IsValidType;
}
