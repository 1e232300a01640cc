using System.Collections.Concurrent;

namespace Investigations.Concurrency.Tests;

/// <summary>A store in memory whose writes compare and swap, and that counts what it is asked.</summary>
internal sealed class Documents
{
    private readonly ConcurrentDictionary<string, Document> _documents = new();
    private readonly Lock _writing = new();
    private int _versionReads;
    private int _writes;

    public Documents() => _documents["1"] = new("1", "first", 3);

    public int VersionReads => _versionReads;

    public int Writes => _writes;

    /// <summary>What happens between the check and the write.</summary>
    public Action? BeforeWrite { get; set; }

    public Document? this[string id]
    {
        get => _documents.GetValueOrDefault(id);
        set => _documents[id] = value!;
    }

    public long? ReadVersion(string id)
    {
        Interlocked.Increment(ref _versionReads);
        return this[id]?.Version;
    }

    public VersionCommit<Document> Update(string id, ExpectedVersion expected, string? title)
    {
        BeforeWrite?.Invoke();
        lock (_writing)
        {
            if (this[id] is not { } document)
            {
                return VersionCommit.NotFound;
            }

            if (!expected.IsSatisfiedBy(document.Version))
            {
                return VersionCommit.Conflict(document.Version);
            }

            if (title is null || title == document.Title)
            {
                return VersionCommit.Unchanged(document.Version, document);
            }

            _writes++;
            var changed = document with { Title = title, Version = document.Version + 1 };
            _documents[id] = changed;
            return VersionCommit.Committed(changed.Version, changed);
        }
    }

    public void Remove(string id) => _documents.TryRemove(id, out _);
}
