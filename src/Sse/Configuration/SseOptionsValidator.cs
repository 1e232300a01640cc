using Microsoft.Extensions.Options;

namespace Investigations.Sse;

/// <summary>Refuses what is out of range, naming the option, its value and the range.</summary>
internal sealed class SseOptionsValidator : IValidateOptions<SseOptions>
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    public ValidateOptionsResult Validate(string? name, SseOptions options)
    {
        var problem = Check(options)
            ?? Range.Of(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(60))
            ?? Range.Of(nameof(options.CoalesceWindow), options.CoalesceWindow, TimeSpan.Zero, TimeSpan.FromSeconds(10))
            ?? Range.Of(nameof(options.MaxConnections), options.MaxConnections, 1, int.MaxValue)
            ?? Range.Of(nameof(options.MaxConnectionsPerClient), options.MaxConnectionsPerClient ?? 1, 1, int.MaxValue)
            ?? Range.Of(nameof(options.RejectRetryInterval), options.RejectRetryInterval, TimeSpan.Zero, TimeSpan.FromHours(1))
            ?? (options.ClientKey is null ? $"{nameof(options.ClientKey)} is null." : null);
        return problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail("Sse: " + problem);
    }

    public static string? Check(SseStreamSettings options) =>
        Range.OfOrInfinite(nameof(options.HeartbeatInterval), options.HeartbeatInterval, Moment)
        ?? Range.OfOrInfinite(nameof(options.MaxDuration), options.MaxDuration, TimeSpan.FromTicks(1))
        ?? Range.OfOrInfinite(nameof(options.WriteTimeout), options.WriteTimeout, Moment)
        ?? Range.Of(nameof(options.MaxBatchSize), options.MaxBatchSize, 1, 1000)
        ?? Range.Of(nameof(options.MaxDurationJitter), options.MaxDurationJitter, 0.0, 1.0)
        ?? Range.Of(nameof(options.RetryJitter), options.RetryJitter, 0.0, 1.0)
        ?? Range.Of(nameof(options.RetryInterval), options.RetryInterval, TimeSpan.Zero, TimeSpan.FromHours(1))
        ?? Range.Of(nameof(options.FirstItemWait), options.FirstItemWait, TimeSpan.Zero, TimeSpan.FromMinutes(1))
        ?? (string.IsNullOrEmpty(options.LastEventIdQueryName) ? $"{nameof(options.LastEventIdQueryName)} is empty." : null)
        ?? Type(nameof(options.HeartbeatEventType), options.HeartbeatEventType)
        ?? Type(nameof(options.ErrorEventType), options.ErrorEventType);

    private static string? Type(string name, string? type) =>
        type is null || (type.Length > 0 && SseField.IsValid(type)) ? null : $"{name} must be a text without CR, LF and NUL.";
}
