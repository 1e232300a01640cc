using System.Globalization;

namespace Investigations.LoadTest;

/// <summary>How many files and sockets a process may have open. The runtime has raised its own limit as far as it may go.</summary>
internal static class Descriptors
{
    private const int Others = 300;

    /// <exception cref="InvalidOperationException">So many sockets are not to be had; the message says what to do.</exception>
    public static void Require(int sockets)
    {
        if (Limit() is { } limit && sockets + Others > limit)
        {
            throw new InvalidOperationException(
                $"{sockets} streams need as many open files in the client and in the server, and a process may have {limit} here. Raise it: ulimit -Hn {sockets + Others}");
        }
    }

    private static int? Limit() =>
        File.Exists("/proc/self/limits")
        && File.ReadLines("/proc/self/limits").FirstOrDefault(static line => line.StartsWith("Max open files", StringComparison.Ordinal)) is { } line
        && int.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
}
