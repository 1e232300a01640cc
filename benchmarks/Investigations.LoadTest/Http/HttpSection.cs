namespace Investigations.LoadTest;

/// <summary>The section on whole requests over sockets.</summary>
internal static class HttpSection
{
    private const int Turns = 12;

    public static int Run(Arguments load)
    {
        var run = new Run("http");
        using (var server = ServerProcess.Start("documents", "document-server"))
        {
            var tabs = DocumentLoad.Tabs(server, Turns);
            run.Add(new Row(
                Groups.Concurrency, "a poll answered 304, over sockets: time of `HttpClient` and server", PerRequest(tabs, 1), $"200 of the same 18 KB, read from SQLite: {PerRequest(tabs, 0)}",
                1 / tabs.Ratio(1, 0, static t => t.Rate), "×").NoMoreThan(0.2));
            run.Add(new Row(
                Groups.Concurrency, "the same beside a 200 from memory", PerRequest(tabs, 1),
                $"200 from memory: {PerRequest(tabs, 2)}; an endpoint that does nothing: {PerRequest(tabs, 3)}", 1 / tabs.Ratio(1, 2, static t => t.Rate), "×"));
            var polls = DocumentLoad.Polls(server, Turns);
            run.Add(new Row(
                Groups.Concurrency, "a poll answered 304: server CPU, of which the request itself is most", Figure.Of(polls.Median(1, static t => t.Cpu), "µs"),
                $"200 from SQLite: {Figure.Of(polls.Median(0, static t => t.Cpu), "µs")}", polls.Ratio(1, 0, static t => t.Cpu), "×"));
            run.Add(new Row(
                Groups.Concurrency, "version reads in a second of such polls, within the time to live", Figure.Of(polls.Median(1, static t => t.Reads)),
                $"{Figure.Of(polls.Median(1, static t => t.Rate))} polls", polls.Median(1, static t => t.Reads), "reads").NoMoreThan(0));

            var writes = DocumentLoad.Writes(server, Turns);
            run.Add(new Row(
                Groups.Concurrency, "a protected PATCH over sockets: server CPU", Figure.Of(writes.Median(1, static t => t.Cpu), "µs"),
                $"the same unprotected: {Figure.Of(writes.Median(0, static t => t.Cpu), "µs")}", writes.Difference(1, 0, static t => t.Cpu), "µs more").NoMoreThan(3));
            run.Add(new Row(
                Groups.Concurrency, "the same: allocated", Figure.Of(writes.Median(1, static t => t.Bytes), "B"),
                $"unprotected: {Figure.Of(writes.Median(0, static t => t.Bytes), "B")}", writes.Difference(1, 0, static t => t.Bytes), "B more").NoMoreThan(256));
        }

        var limiters = LimiterLoad.Measure(Turns);
        run.Add(new Row(
            Groups.RateLimiting, "\"hello\" behind the limiter with all headers: requests/s", Figure.Of(limiters.Median(3, static t => t.Rate)),
            $"no limiter: {Figure.Of(limiters.Median(0, static t => t.Rate))}; the framework's, without headers: {Figure.Of(limiters.Median(1, static t => t.Rate))}",
            limiters.Ratio(3, 0, static t => t.Rate), "×").NoLessThan(0.94));
        run.Add(new Row(
            Groups.RateLimiting, "the same without headers: requests/s", Figure.Of(limiters.Median(2, static t => t.Rate)),
            $"no limiter: {Figure.Of(limiters.Median(0, static t => t.Rate))}", limiters.Ratio(2, 0, static t => t.Rate), "×"));
        AddBytes(3, "with all headers", 400);
        AddBytes(2, "without headers", 64);
        return run.End(load);

        void AddBytes(int contestant, string what, double bar) => run.Add(new Row(
            Groups.RateLimiting, $"the same {what}: allocated a request", Figure.Of(limiters.Median(contestant, static t => t.Bytes), "B"),
            $"no limiter: {Figure.Of(limiters.Median(0, static t => t.Bytes), "B")}; the framework's: {Figure.Of(limiters.Median(1, static t => t.Bytes), "B")}",
            limiters.Difference(contestant, 0, static t => t.Bytes), "B more").NoMoreThan(bar));
    }

    private static string PerRequest(Contest contest, int contestant) => Figure.Of(1e6 / contest.Median(contestant, static t => t.Rate), "µs");
}
