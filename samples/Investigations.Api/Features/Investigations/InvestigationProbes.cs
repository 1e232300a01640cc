using System.Collections.Concurrent;
using Investigations.Api.Features.MultiTab;
using Investigations.Api.Storage;
using Investigations.Concurrency;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.Investigations;

/// <summary>
/// Who may see an investigation and at which version it is, read once for all tabs that ask. The one read serves both caches: this
/// one, and the concurrency package's, which answers 304. What does not exist is not remembered: it may be created the next moment.
/// </summary>
internal sealed class InvestigationProbes(IInvestigationStore store, IVersionCache versions, IOptions<PollingOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Probe> _probes = new(StringComparer.Ordinal);
    private readonly TimeSpan _ttl = options.Value.CacheTtl;

    /// <summary>Those asked for lately, which is what makes it worth while to keep them up to date.</summary>
    public IReadOnlyList<string> InUse
    {
        get
        {
            foreach (var (id, probe) in _probes)
            {
                if (time.GetElapsedTime(probe.LastAsked) > _ttl)
                {
                    _probes.TryRemove(new(id, probe));
                }
            }

            return [.. _probes.Keys];
        }
    }

    public ValueTask<InvestigationAccess?> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (_ttl == TimeSpan.Zero)
        {
            return store.GetAccessAsync(id, cancellationToken);
        }

        var now = time.GetTimestamp();
        if (!_probes.TryGetValue(id, out var probe) || time.GetElapsedTime(probe.StartedAt, now) >= _ttl)
        {
            probe = Start(id, probe, now);
        }

        probe.LastAsked = now;
        return probe.Found.IsCompletedSuccessfully ? new(probe.Found.Result) : new(probe.Found.WaitAsync(cancellationToken));
    }

    /// <summary>Something has changed: the next who asks reads.</summary>
    public void Forget(string id)
    {
        if (_probes.TryRemove(id, out _))
        {
            versions.Remove(id);
        }
    }

    /// <summary>Reads several again, in one call of the store, and says what it found.</summary>
    public async Task<IReadOnlyDictionary<string, InvestigationAccess>> RefreshAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var known = ids.Select(id => (Id: id, Probe: _probes.GetValueOrDefault(id))).ToList();
        var found = await store.GetAccessAsync(ids, cancellationToken);
        foreach (var (id, probe) in known)
        {
            // One that was forgotten or read anew meanwhile is newer than this.
            if (probe is null)
            {
                continue;
            }

            if (!found.TryGetValue(id, out var access))
            {
                _probes.TryRemove(new(id, probe));
            }
            else if (_probes.TryUpdate(id, new Probe(startedAt, Task.FromResult<InvestigationAccess?>(access)) { LastAsked = probe.LastAsked }, probe))
            {
                versions.Set(id, access.Version);
            }
        }

        return found;
    }

    private Probe Start(string id, Probe? stale, long now)
    {
        var found = new TaskCompletionSource<InvestigationAccess?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var fresh = new Probe(now, found.Task);
        var current = stale is not null && _probes.TryUpdate(id, fresh, stale) ? fresh : _probes.GetOrAdd(id, fresh);
        if (ReferenceEquals(current, fresh))
        {
            _ = ReadAsync(id, fresh, found);
        }

        return current;
    }

    /// <summary>Reads for all who wait: none of them going away takes the answer from the others.</summary>
    private async Task ReadAsync(string id, Probe probe, TaskCompletionSource<InvestigationAccess?> found)
    {
        try
        {
            var access = await store.GetAccessAsync(id, CancellationToken.None);
            if (access is null)
            {
                _probes.TryRemove(new(id, probe));
            }
            else
            {
                versions.Set(id, access.Version);
            }

            found.SetResult(access);
        }
#pragma warning disable CA1031 // It is handed to all who asked.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _probes.TryRemove(new(id, probe));
            found.SetException(exception);
            _ = found.Task.Exception;
        }
    }

    private sealed class Probe(long startedAt, Task<InvestigationAccess?> found)
    {
        private long _lastAsked = startedAt;

        public long StartedAt { get; } = startedAt;

        public Task<InvestigationAccess?> Found => found;

        public long LastAsked
        {
            get => Volatile.Read(ref _lastAsked);
            set => Volatile.Write(ref _lastAsked, value);
        }
    }
}
