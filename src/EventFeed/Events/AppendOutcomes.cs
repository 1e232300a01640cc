using System.Text.Json;

namespace Investigations.EventFeed;

/// <summary>Decides what became of each event of a batch from what a store holds under its id.</summary>
internal static class AppendOutcomes
{
    public static AppendResult[] Decide(StoreAppend append, IReadOnlyList<StoredAppend> stored)
    {
        if (stored.Count != append.Events.Count)
        {
            throw new InvalidOperationException($"The store answered for {stored.Count} of {append.Events.Count} events.");
        }

        var results = new AppendResult[stored.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var (isNew, sequence, timestampMs, existing) = stored[i];
            var outcome = isNew ? AppendOutcome.Appended
                : existing is null || IsSame(append.Events[i], existing) ? AppendOutcome.Duplicate
                : AppendOutcome.Conflict;
            results[i] = new AppendResult(append.Events[i].Id, outcome, sequence, DateTimeOffset.FromUnixTimeMilliseconds(timestampMs));
        }

        return results;
    }

    /// <summary>Members in another order and numbers spelled otherwise are the same content.</summary>
    private static bool IsSame(PendingEvent sent, FeedEvent existing) =>
        sent.Type == existing.Type
        && sent.Subject == existing.Subject
        && sent.OccurredAtMs == existing.OccurredAt?.ToUnixTimeMilliseconds()
        && (sent.DataUtf8.Span.SequenceEqual(existing.DataUtf8.Span) || JsonElement.DeepEquals(Parse(sent.DataUtf8), existing.Data));

    private static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span, EventRules.DataReaderOptions);
        return JsonElement.ParseValue(ref reader);
    }
}
