using System.Globalization;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>What nodes tell each other: which feed has grown, up to where, and who says so.</summary>
internal readonly record struct Notification(string Node, long Sequence, string Feed)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Node} {Sequence} {Feed}");

    /// <summary>Reads a payload. Anyone may notify on a channel: what is no notification is none.</summary>
    public static Notification? Parse(string payload)
    {
        var parts = payload.Split(' ', 3);
        return parts.Length == 3 && parts[2].Length > 0 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new Notification(parts[0], sequence, parts[2])
            : null;
    }
}
