namespace Investigations.LoadTest;

/// <summary>The servers in turn, round after round, under the same load.</summary>
internal sealed class Rounds
{
    private readonly Dictionary<string, List<FanOutResult>> _results = [];

    private Rounds(Arguments load) => Load = load;

    public Arguments Load { get; }

    public IReadOnlyList<FanOutResult> Medians => [.. _results.Values.Select(FanOutResult.Median)];

    public FanOutResult this[string variant] => FanOutResult.Median(_results[variant]);

    public static async Task<Rounds> RunAsync(Arguments load)
    {
        var rounds = new Rounds(load);
        Console.WriteLine($"{load.Streams} streams x {load.Rate} events/s, {load.Seconds} s, {load.Rounds} rounds");
        for (var round = 0; round < load.Rounds; round++)
        {
            foreach (var variant in load.Variants)
            {
                var result = await FanOut.MeasureAsync(variant, load);
                if (!rounds._results.TryGetValue(variant, out var list))
                {
                    rounds._results[variant] = list = [];
                }

                list.Add(result);
                Console.WriteLine(result);
            }
        }

        return rounds;
    }

    /// <summary>The median of the rounds' own ratios: what else the machine did in a round fell on both.</summary>
    public double Ratio(string one, string other, Func<FanOutResult, double> value) =>
        Figure.Median(_results[one].Zip(_results[other], (a, b) => value(a) / value(b)));

    public IEnumerable<double> Values(string variant, Func<FanOutResult, double> value) => _results[variant].Select(value);
}
