namespace Investigations.LoadTest;

/// <summary>How much load, for how long, against which servers.</summary>
internal sealed record Arguments(string[] Variants, int Streams, int Rate, int Seconds, int Rounds)
{
    /// <summary>The folder for what a section finds; none where it is only printed.</summary>
    public string? Results { get; init; }

    /// <summary>The only part of a section that is to run; null for all.</summary>
    public string? Only { get; init; }

    public static Arguments Parse(string[] args)
    {
        var values = new NamedValues(args);
        return new Arguments(
            (values.Text("variants") ?? "framework,channel,channel-0").Split(','),
            values.Number("streams", 1000, 10_000),
            values.Number("rate", 80, 2_000),
            values.Number("seconds", 5, 60),
            values.Number("rounds", 3, 20))
        {
            Results = values.Text("results"),
            Only = values.Text("only"),
        };
    }

    public static int Usage()
    {
        Console.Error.WriteLine(
            """
            one measurement:
              sse       fan-out: server CPU, allocation, memory and latency per delivery
              stalled   five clients that never read among the streams: what the others get
              host      (a section, too) the sample host on PostgreSQL: tabs that poll at 1 Hz, and streams: times, what reaches the database, CPU
                --tabs 1000  --streams 500  --seconds 20
              limiter   hello behind no limiter, the framework's and ours: requests/s, server CPU and bytes a request
                --variants framework,channel,channel-0   servers, in turn (also polling, source, channel-<milliseconds>)
                --streams 1000  --rate 80  --seconds 5  --rounds 3

            a section of the full run; with --results <folder> it keeps what it finds:
              fan-out   a ladder of rates and streams, memory, first bytes, store reads, stalled clients; --seconds and --rounds shorten it
              http      polls, protected writes, the limiter's share of a request
              redis     checks in Redis beside PING and RedisRateLimiting
              growth    how costs grow; --only keys, events, feeds or streams

            tables <folder> <README.md> <page.md> <plot.svg>   makes the tables and the plot of what the sections have kept
            """);
        return 2;
    }
}
