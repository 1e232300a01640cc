using Investigations.Api.Storage;

namespace Investigations.Api.Features.Streaming;

/// <summary>The streams that are open on this node, by what they follow: to wake them together, and to end those whose user has lost access.</summary>
internal sealed class OpenStreams
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<RunKey, HashSet<OpenStream>>> _investigations = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Investigations
    {
        get
        {
            lock (_gate)
            {
                return [.. _investigations.Keys];
            }
        }
    }

    public OpenStream Add(RunKey key, string user, bool isAdmin)
    {
        var stream = new OpenStream(this, key, user, isAdmin);
        lock (_gate)
        {
            if (!_investigations.TryGetValue(key.InvestigationId, out var runs))
            {
                _investigations[key.InvestigationId] = runs = [];
            }

            if (!runs.TryGetValue(key, out var streams))
            {
                runs[key] = streams = [];
            }

            streams.Add(stream);
        }

        return stream;
    }

    public IReadOnlyList<RunKey> RunsOf(string investigationId)
    {
        lock (_gate)
        {
            return _investigations.TryGetValue(investigationId, out var runs) ? [.. runs.Keys] : [];
        }
    }

    /// <summary>Ends the streams of those who may not see the investigation any more; of all, where it is gone.</summary>
    public void Check(string investigationId, InvestigationAccess? access)
    {
        List<OpenStream> ended;
        lock (_gate)
        {
            ended = _investigations.TryGetValue(investigationId, out var runs)
                ? [.. runs.Values.SelectMany(streams => streams).Where(stream => !stream.IsAllowed(access))]
                : [];
        }

        ended.ForEach(stream => stream.End());
    }

    public void Remove(OpenStream stream)
    {
        lock (_gate)
        {
            var runs = _investigations[stream.Key.InvestigationId];
            if (runs[stream.Key].Remove(stream) && runs[stream.Key].Count == 0 && runs.Remove(stream.Key) && runs.Count == 0)
            {
                _investigations.Remove(stream.Key.InvestigationId);
            }
        }
    }
}
