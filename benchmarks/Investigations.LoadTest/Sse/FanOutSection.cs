namespace Investigations.LoadTest;

/// <summary>The section on streams: a ladder of rates and streams, the framework's result beside channels.</summary>
internal static class FanOutSection
{
    private const string Framework = "framework";
    private const string Ours = "channel";
    private const string Unjoined = "channel-0";
    private const string Beside = "framework's result, a channel per client";
    private static readonly string[] Two = [Framework, Ours];
    private static readonly string[] Singles = [Framework, Unjoined];
    private static readonly string[] All = [Framework, Unjoined, Ours];

    public static async Task<int> RunAsync(Arguments load)
    {
        var run = new Run("fan-out");
        var ladder = new List<Rounds>();

        var atRest = await StepAsync(1_000, 20, 3, All);
        await StepAsync(1_000, 40, 1, All);
        var busy = await StepAsync(1_000, 80, 3, All);
        await StepAsync(1_000, 160, 1, All);
        var busier = await StepAsync(1_000, 300, 3, All);
        await StepAsync(5_000, 80, 1, Two);
        var many = await StepAsync(5_000, 110, 3, Two);
        await StepAsync(5_000, 300, 1, Two);
        var mostSingles = await StepAsync(10_000, 2, 3, Singles);

        AddCpu(busy, Ours, 0.45);
        AddCpu(busier, Ours, 0.3);
        AddCpu(many, Ours, 0.8);
        run.Add(new Row(Groups.Sse, "5 000 streams × 110 events/s: delivered", Share(many[Ours]), Share(many[Framework]), 100.0 * many[Ours].Delivered / many[Ours].Expected, "%").NoLessThan(100));
        AddCpu(atRest, Unjoined, 1);
        AddCpu(mostSingles, Unjoined, 1);
        run.Add(Allocations(busy, Ours).NoMoreThan(2));
        run.Add(Allocations(atRest, Unjoined));
        run.Add(Allocations(busier, Ours));
        run.Add(Allocations(many, Ours));
        run.Add(Allocations(mostSingles, Unjoined));
        AddMemory("managed heap per idle stream, 1 000 streams", static r => r.HeapPerStream, 0.8, atRest, busy, busier);
        AddMemory("most working set at once per stream, 1 000 streams × 80 events/s", static r => r.MemoryPerStream, 0.4, busy);
        await FirstBytes.AddAsync(run);
        await StoreReads.AddAsync(run);
        run.Add(await Stalled.MeasureAsync(Ours, streams: 100, rate: 160, seconds: 14));

        run.Add(new Table(
            "Fan-out, a ladder of rates and streams",
            "Events of 240 bytes from one publisher to every stream, one client process beside the server. `channel` joins what follows within its default window of 50 ms, `channel-0` sends each event by itself; `framework` is `TypedResults.ServerSentEvents` with a channel per client. Medians of the rounds; 5 000 × 300 is 1.5 million deliveries a second, more than two cores can take.",
            ["streams × events/s", .. FanOutResult.Columns],
            [.. ladder.SelectMany(static rounds => rounds.Medians.Select(median => (string[])[$"{Figure.Of(rounds.Load.Streams)} × {rounds.Load.Rate}", .. median.Cells]))]));
        foreach (var variant in All)
        {
            var steps = ladder.Where(rounds => rounds.Load is { Streams: 1_000 }).ToArray();
            run.Add(new Series(variant, [.. steps.Select(rounds => (double)rounds.Load.Rate)], [.. steps.Select(rounds => rounds[variant].CpuPerDelivery)]));
        }

        return run.End(load);

        async Task<Rounds> StepAsync(int streams, int rate, int rounds, string[] variants)
        {
            var step = await Rounds.RunAsync(new Arguments(variants, streams, rate, Math.Min(load.Seconds, 4), Math.Min(load.Rounds, rounds)));
            ladder.Add(step);
            return step;
        }

        void AddCpu(Rounds rounds, string variant, double bar) => run.Add(new Row(
            Groups.Sse,
            $"{Step(rounds, variant)}: server CPU per delivery",
            Figure.Of(rounds[variant].CpuPerDelivery, "µs"), $"{Beside}: {Figure.Of(rounds[Framework].CpuPerDelivery, "µs")}",
            rounds.Ratio(variant, Framework, static r => r.CpuPerDelivery), "×").NoMoreThan(bar));

        // What does not depend on the rate is taken from all steps, so that the figures and their ratio rest on more than three rounds.
        void AddMemory(string what, Func<FanOutResult, double> value, double bar, params Rounds[] steps)
        {
            var (ours, theirs) = (Median(Ours), Median(Framework));
            run.Add(new Row(Groups.Sse, what, Figure.Of(ours, "B"), $"{Beside}: {Figure.Of(theirs, "B")}", ours / theirs, "×").NoMoreThan(bar));

            double Median(string variant) => Figure.Median(steps.SelectMany(rounds => rounds.Values(variant, value)));
        }
    }

    private static Row Allocations(Rounds rounds, string variant) => new(
        Groups.Sse, $"{Step(rounds, variant)}: bytes allocated per delivery",
        Figure.Of(rounds[variant].AllocatedPerDelivery, "B"), $"{Beside}: {Figure.Of(rounds[Framework].AllocatedPerDelivery, "B")}", rounds[variant].AllocatedPerDelivery, "B");

    private static string Step(Rounds rounds, string variant) =>
        $"{Figure.Of(rounds.Load.Streams)} streams × {rounds.Load.Rate} events/s{(variant == Unjoined ? " without a window" : "")}";

    private static string Share(FanOutResult result) => $"{result.Delivered} of {result.Expected}";
}
