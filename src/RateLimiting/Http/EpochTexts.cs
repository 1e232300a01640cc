using System.Globalization;

namespace Investigations.RateLimiting;

/// <summary>The texts of epoch seconds that were asked for lately: the windows of many callers end in the same few minutes.</summary>
internal sealed class EpochTexts
{
    private readonly Entry?[] _entries = new Entry?[256];

    public string Of(long epoch)
    {
        ref var place = ref _entries[epoch & 255];
        if (Volatile.Read(ref place) is { } known && known.Epoch == epoch)
        {
            return known.Text;
        }

        var entry = new Entry(epoch, epoch.ToString(CultureInfo.InvariantCulture));
        Volatile.Write(ref place, entry);
        return entry.Text;
    }

    private sealed record Entry(long Epoch, string Text);
}
