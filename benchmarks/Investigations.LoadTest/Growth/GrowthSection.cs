namespace Investigations.LoadTest;

/// <summary>The section on how costs grow with what there is: streams, keys, events, feeds.</summary>
internal static class GrowthSection
{
    public static async Task<int> RunAsync(Arguments load)
    {
        var run = new Run("growth");
        run.Add(KeyGrowth.Measure());
        Array.ForEach(KeyGrowth.MeasureMillion(), run.Add);
        run.Add(await EventGrowth.MeasureAsync());
        run.Add(await FeedGrowth.MeasureAsync());
        run.Add(await StreamGrowth.MeasureAsync());
        return run.End(load);
    }
}
