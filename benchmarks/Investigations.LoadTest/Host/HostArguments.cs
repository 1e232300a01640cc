namespace Investigations.LoadTest;

/// <summary>How many clients a host gets, for how long.</summary>
internal sealed record HostArguments(int Tabs, int Streams, int Seconds)
{
    /// <summary>The folder for what is found; none where it is only printed.</summary>
    public string? Results { get; init; }

    public static HostArguments Parse(string[] args)
    {
        var values = new NamedValues(args);
        return new HostArguments(values.Number("tabs", 1000, 10_000), values.Number("streams", 500, 10_000), values.Number("seconds", 20, 300)) { Results = values.Text("results") };
    }
}
