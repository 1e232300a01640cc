namespace Investigations.EventFeed;

internal static class OptionRanges
{
    public const int MaxLimit = 10_000;
    public const int MaxDays = 3650;
    public const int MaxPageBytes = 1024 * 1024 * 1024;
    public const int MaxEventBytes = 256 * 1024 * 1024;
    public const int MaxBatchSize = 100_000;
    public const int MaxScan = 10_000_000;
}
