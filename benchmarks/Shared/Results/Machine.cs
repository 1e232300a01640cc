using System.Globalization;
using System.Runtime.InteropServices;

namespace Investigations.Benchmarks;

/// <summary>The machine, as far as it matters to figures.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores of {Find("/proc/cpuinfo", "model name", ':') ?? "an unnamed processor"}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F0} GB of memory, {Find("/etc/os-release", "PRETTY_NAME", '=') ?? RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");

    private static string? Find(string file, string name, char separator) =>
        !File.Exists(file) ? null
        : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(separator, 2)[1].Trim(' ', '"', '\t');
}
