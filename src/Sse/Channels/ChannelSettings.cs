namespace Investigations.Sse;

/// <summary>A kind of channel's options with the application's defaults filled in.</summary>
internal sealed record ChannelSettings(
    int ReplayCapacity, long ReplayBytes, TimeSpan CoalesceWindow, TimeSpan PollInterval, int PageSize, int? MaxStreams)
{
    public static ChannelSettings Of<TKey, T>(SseChannelOptions<TKey, T> options, SseOptions defaults)
        where TKey : notnull => new(
        options.ReplayCapacity,
        options.ReplayBytes,
        options.CoalesceWindow ?? defaults.CoalesceWindow,
        options.PollInterval ?? defaults.PollInterval,
        options.PageSize,
        options.MaxSubscribers);
}
