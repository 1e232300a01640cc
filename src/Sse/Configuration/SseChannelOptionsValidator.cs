using Microsoft.Extensions.Options;

namespace Investigations.Sse;

/// <summary>Refuses what is out of range, naming the option, its value and the range.</summary>
internal sealed class SseChannelOptionsValidator<TKey, T> : IValidateOptions<SseChannelOptions<TKey, T>>
    where TKey : notnull
{
    public ValidateOptionsResult Validate(string? name, SseChannelOptions<TKey, T> options)
    {
        var problem = Range.Of(nameof(options.ReplayCapacity), options.ReplayCapacity, 1, 1 << 20)
            ?? Range.Of(nameof(options.ReplayBytes), options.ReplayBytes, 1, long.MaxValue)
            ?? Range.Of(nameof(options.CoalesceWindow), options.CoalesceWindow ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(10))
            ?? Range.Of(nameof(options.PollInterval), options.PollInterval ?? TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(60))
            ?? Range.Of(nameof(options.PageSize), options.PageSize, 1, 10_000)
            ?? Range.Of(nameof(options.MaxConcurrentReplays), options.MaxConcurrentReplays, 1, int.MaxValue)
            ?? Range.Of(nameof(options.IdleTimeout), options.IdleTimeout, TimeSpan.Zero, TimeSpan.MaxValue)
            ?? Range.Of(nameof(options.MaxSubscribers), options.MaxSubscribers ?? 1, 1, int.MaxValue);
        return problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail($"Channels of {typeof(TKey).Name} and {typeof(T).Name}: {problem}");
    }
}
