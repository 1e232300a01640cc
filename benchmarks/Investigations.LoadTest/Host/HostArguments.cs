using System.Globalization;

namespace Investigations.LoadTest;

/// <summary>How many clients a host gets, for how long.</summary>
internal sealed record HostArguments(int Tabs, int Streams, int Seconds)
{
    /// <summary>The folder for what is found; none where it is only printed.</summary>
    public string? Results { get; init; }

    public static HostArguments Parse(string[] args)
    {
        var values = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0].TrimStart('-'), pair => pair[1]);
        return new HostArguments(Number("tabs", 1000, 10_000), Number("streams", 500, 10_000), Number("seconds", 20, 300)) { Results = values.GetValueOrDefault("results") };

        int Number(string name, int otherwise, int max) =>
            values.TryGetValue(name, out var text) ? Math.Clamp(int.Parse(text, CultureInfo.InvariantCulture), 1, max) : otherwise;
    }
}
