using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Turns what a user wants removed into what a store does.</summary>
internal sealed class TrimPlanner(IOptions<EventFeedOptions> options, TimeProvider time)
{
    public StoreTrim Plan(string feed, FeedTrim trim) => new(
        feed,
        trim.ThroughSequence,
        trim.RecordedBefore == DateTimeOffset.MaxValue ? long.MaxValue : trim.RecordedBefore.ToUnixTimeMilliseconds(),
        (time.GetUtcNow() - options.Value.DedupWindow).ToUnixTimeMilliseconds());
}
