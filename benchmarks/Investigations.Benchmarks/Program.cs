using Investigations.Benchmarks;

try
{
    return args switch
    {
        ["gate", var bars] => Gate.Run(bars),
        ["run", var bars, var section, var folder, .. var rest] => FullRun.Run(bars, section, folder, rest),
        _ => FullRun.Usage(),
    };
}
finally
{
    await FilledFeeds.DisposeAsync();
}
