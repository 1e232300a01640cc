namespace Investigations.LoadTest;

/// <summary>The contestants take turns of a second, so that what else the machine does falls on all alike.</summary>
internal sealed class Contest
{
    private readonly List<Turn>[] _turns;

    private Contest(IReadOnlyList<Contestant> contestants) => _turns = [.. contestants.Select(static _ => new List<Turn>())];

    public static Contest Run(IReadOnlyList<Contestant> contestants, int turns)
    {
        foreach (var contestant in contestants)
        {
            contestant.Clients.Run(TimeSpan.FromSeconds(3));
        }

        var contest = new Contest(contestants);
        for (var turn = 0; turn < turns; turn++)
        {
            for (var i = 0; i < contestants.Count; i++)
            {
                contest._turns[i].Add(contestants[i].Measure());
            }
        }

        for (var i = 0; i < contestants.Count; i++)
        {
            Console.WriteLine(
                $"{contestants[i].Name,-12} {Figure.Of(contest.Median(i, static t => t.Rate)),8} requests/s x{contest.Ratio(i, 0, static t => t.Rate):F3} | CPU {contest.Median(i, static t => t.Cpu),6:F2} µs x{contest.Ratio(i, 0, static t => t.Cpu):F3} | {contest.Median(i, static t => t.Bytes),7:F0} B/request");
        }

        return contest;
    }

    public double Median(int contestant, Func<Turn, double> value) => Figure.Median(_turns[contestant].Select(value));

    /// <summary>The median of the ratios of turns that followed each other.</summary>
    public double Ratio(int one, int other, Func<Turn, double> value) => Figure.Median(_turns[one].Zip(_turns[other], (a, b) => value(a) / value(b)));

    /// <summary>The median of the differences of turns that followed each other.</summary>
    public double Difference(int one, int other, Func<Turn, double> value) => Figure.Median(_turns[one].Zip(_turns[other], (a, b) => value(a) - value(b)));
}
