using System.Diagnostics;

namespace Investigations.LoadTest;

/// <summary>What the growth tables have in common.</summary>
internal static class Growth
{
    private const int Batches = 7;
    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(150);

    /// <summary>Does it over and over for about a second.</summary>
    /// <returns>Microseconds each, the median of the batches.</returns>
    public static async Task<double> TimeAsync(Func<Task> work)
    {
        await BatchAsync(work);
        var times = new List<double>();
        for (var i = 0; i < Batches; i++)
        {
            times.Add(await BatchAsync(work));
        }

        return Figure.Median(times);
    }

    /// <summary>The cells of a row, and how many times those of the first row they are.</summary>
    public static string[] Row(string name, double[] values, double[] first) =>
        [name, .. values.Zip(first, static (value, start) => value == start ? Figure.Of(value) : $"{Figure.Of(value)} (× {Figure.Of(value / start)})")];

    private static async Task<double> BatchAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        var done = 0;
        do
        {
            await work();
            done++;
        }
        while (Stopwatch.GetElapsedTime(started) < Batch);

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / done;
    }
}
