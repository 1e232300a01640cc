namespace Investigations.LoadTest;

/// <summary>The section on how costs grow with what there is: streams, keys, events, feeds.</summary>
internal static class GrowthSection
{
    public static async Task<int> RunAsync(Arguments load)
    {
        var run = new Run("growth");
        if (Includes("keys"))
        {
            run.Add(KeyGrowth.Measure());
            Array.ForEach(KeyGrowth.MeasureMillion(), run.Add);
        }

        if (Includes("events"))
        {
            run.Add(await EventGrowth.MeasureAsync());
        }

        if (Includes("feeds"))
        {
            run.Add(await FeedGrowth.MeasureAsync());
        }

        if (Includes("streams"))
        {
            run.Add(await StreamGrowth.MeasureAsync());
        }

        return run.End(load);

        bool Includes(string part) => load.Only is null || load.Only == part;
    }
}
