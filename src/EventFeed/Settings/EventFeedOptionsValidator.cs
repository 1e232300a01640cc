using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Checks the options as a whole, those set by code included.</summary>
internal sealed class EventFeedOptionsValidator : IValidateOptions<EventFeedOptions>
{
    public ValidateOptionsResult Validate(string? name, EventFeedOptions options)
    {
        var failures = new List<string>();
        Range("DefaultLimit", options.DefaultLimit, 1, OptionRanges.MaxLimit);
        Range("MaxLimit", options.MaxLimit, 1, OptionRanges.MaxLimit);
        Range("MaxPageBytes", options.MaxPageBytes, 1024, OptionRanges.MaxPageBytes);
        Range("MaxEventBytes", options.MaxEventBytes, 16, OptionRanges.MaxEventBytes);
        Range("MaxBatchSize", options.MaxBatchSize, 1, OptionRanges.MaxBatchSize);
        Range("MaxScan", options.MaxScan, 100, OptionRanges.MaxScan);
        Span("CursorLifetime", options.CursorLifetime, TimeSpan.FromDays(1), TimeSpan.FromDays(OptionRanges.MaxDays));
        Span("DedupWindow", options.DedupWindow, TimeSpan.Zero, TimeSpan.FromDays(OptionRanges.MaxDays));
        Span("HeadPollInterval", options.HeadPollInterval, TimeSpan.FromSeconds(0.05), TimeSpan.FromSeconds(60));
        Span("MaxWait", options.MaxWait, TimeSpan.Zero, TimeSpan.FromSeconds(300));
        Span("MaxClockJump", options.MaxClockJump, TimeSpan.FromSeconds(1), TimeSpan.FromDays(366));
        if (options.CursorKeys.Any(static key => string.IsNullOrEmpty(key.Id) || key.Key.Length < CursorKey.MinKeyLength))
        {
            failures.Add($"EventFeed:CursorKeys must each have an id and a key of {CursorKey.MinKeyLength} bytes or more.");
        }

        if (options.CursorKeys.GroupBy(static key => key.Id, StringComparer.Ordinal).Any(static ids => ids.Count() > 1))
        {
            failures.Add("EventFeed:CursorKeys must have different ids.");
        }

        if (options.IsValidType is null)
        {
            failures.Add("EventFeed: IsValidType must not be null.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Range(string key, long value, long min, long max)
        {
            if (value < min || value > max)
            {
                failures.Add($"EventFeed:{key} is {value}, but must be from {min} to {max}.");
            }
        }

        void Span(string key, TimeSpan value, TimeSpan min, TimeSpan max)
        {
            if (value < min || value > max)
            {
                failures.Add($"EventFeed:{key} is {value}, but must be from {min} to {max}.");
            }
        }
    }
}
