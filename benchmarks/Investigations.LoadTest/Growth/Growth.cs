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

    /// <summary>A row for each store and size; before the first of a store one that is not counted, to warm up.</summary>
    /// <param name="sizes">In ascending order.</param>
    /// <param name="measure">Measures a size on a store.</param>
    /// <param name="plain">How many values at the end stand for themselves, and are not set beside those of the first row.</param>
    public static async Task<string[][]> RowsAsync(int[] sizes, Func<string, int, Task<double[]>> measure, int plain = 0)
    {
        var rows = new List<string[]>();
        foreach (var engine in (string[])[FeedDatabase.Sqlite, FeedDatabase.PostgreSql])
        {
            double[]? first = null;
            _ = await measure(engine, sizes[0]);
            foreach (var size in sizes)
            {
                var values = await measure(engine, size);
                rows.Add([.. Row($"{engine}, {Figure.Of(size)}", values[..^plain], first ??= values[..^plain]), .. values[^plain..].Select(static value => Figure.Of(value))]);
                Console.WriteLine(string.Join(" | ", rows[^1]));
            }
        }

        return [.. rows];
    }

    /// <summary>A measurement of what did not happen would say nothing.</summary>
    public static void Expect(bool held)
    {
        if (!held)
        {
            throw new InvalidOperationException("What was measured is not as it should be.");
        }
    }

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
