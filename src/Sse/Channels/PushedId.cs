using System.Globalization;
using System.Security.Cryptography;

namespace Investigations.Sse;

/// <summary>
/// The ids of a pushed channel: <c>{epoch}-{sequence}</c>. The epoch is made anew with each channel, so that an id of another
/// channel, or of this one before a restart, is unknown rather than taken for another event's.
/// </summary>
internal static class PushedId
{
    public static string NewEpoch() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>The sequence of an id of this epoch; -1 if it is none.</summary>
    public static long Parse(string id, string epoch) =>
        id.Length > epoch.Length + 1
        && id.StartsWith(epoch, StringComparison.Ordinal)
        && id[epoch.Length] == '-'
        && id[epoch.Length + 1] is >= '1' and <= '9'
        && long.TryParse(id.AsSpan(epoch.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : -1;
}
