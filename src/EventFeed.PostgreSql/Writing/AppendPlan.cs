namespace Investigations.EventFeed.PostgreSql;

/// <summary>Which events of a batch go to the server: with ids that are checked, only the first of each id.</summary>
internal sealed class AppendPlan
{
    private readonly int[] _indexes;

    public AppendPlan(IReadOnlyList<PendingEvent> events, bool checkIds)
    {
        Events = events;
        _indexes = new int[events.Count];
        var sent = new List<PendingEvent>(events.Count);
        var byId = checkIds && events.Count > 1 ? new Dictionary<string, int>(events.Count, StringComparer.Ordinal) : null;
        for (var i = 0; i < _indexes.Length; i++)
        {
            if (byId is null || byId.TryAdd(events[i].Id, sent.Count))
            {
                _indexes[i] = sent.Count;
                sent.Add(events[i]);
            }
            else
            {
                _indexes[i] = ~byId[events[i].Id];
            }
        }

        Sent = sent;
    }

    public IReadOnlyList<PendingEvent> Events { get; }

    public IReadOnlyList<PendingEvent> Sent { get; }

    /// <summary>Spreads the server's answers over all events: one that repeats an id of its own batch is a duplicate of the first.</summary>
    public StoredAppend[] Spread(StoredAppend[] answers)
    {
        if (Sent.Count == Events.Count)
        {
            return answers;
        }

        var results = new StoredAppend[_indexes.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var index = _indexes[i];
            results[i] = index >= 0 ? answers[index] : Repeated(Sent[~index], answers[~index]);
        }

        return results;
    }

    private static StoredAppend Repeated(PendingEvent first, StoredAppend answer) =>
        answer.IsNew ? answer with { IsNew = false, Existing = first.At(answer.Sequence, answer.TimestampMs) } : answer;
}
