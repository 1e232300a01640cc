namespace Investigations.EventFeed;

/// <summary>The keys in force: the first signs, all verify.</summary>
internal sealed class CursorKeyRing
{
    public CursorKeyRing(IEnumerable<CursorKey> keys)
    {
        All = [.. keys.Select(static key => new SigningKey(key))];
        if (All.Length == 0)
        {
            throw new InvalidOperationException("There is no key to sign cursors with.");
        }
    }

    public SigningKey[] All { get; }

    public SigningKey Active => All[0];
}
