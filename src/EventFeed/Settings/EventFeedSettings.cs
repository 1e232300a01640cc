using Investigations.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Reads the options from configuration, before the application's own delegates.</summary>
internal sealed class EventFeedSettings(IConfiguration? configuration) : IConfigureOptions<EventFeedOptions>
{
    private const string Section = "EventFeed";

    public void Configure(EventFeedOptions options)
    {
        if (configuration is null)
        {
            return;
        }

        var settings = new Settings(configuration, Section, typeof(EventFeedOptions));
        options.DefaultLimit = settings.Int32("DefaultLimit", "EVENT_FEED_DEFAULT_LIMIT", options.DefaultLimit, 1, OptionRanges.MaxLimit);
        options.MaxLimit = settings.Int32("MaxLimit", "EVENT_FEED_MAX_LIMIT", options.MaxLimit, 1, OptionRanges.MaxLimit);
        options.CursorLifetime = TimeSpan.FromDays(settings.Int32(
            "CursorExpiryDays", "EVENT_FEED_CURSOR_EXPIRY_DAYS", (int)options.CursorLifetime.TotalDays, 1, OptionRanges.MaxDays));
        options.EnableDedup = settings.Boolean("EnableDedup", "EVENT_FEED_ENABLE_DEDUP", options.EnableDedup);
        options.HeadPollInterval = settings.Seconds("HeadPollIntervalSeconds", null, options.HeadPollInterval, 0.05, 60);
        options.MaxWait = settings.Seconds("MaxWaitSeconds", null, options.MaxWait, 0, 300);
        options.MaxPageBytes = settings.Int32("MaxPageBytes", null, options.MaxPageBytes, 1024, OptionRanges.MaxPageBytes);
        options.MaxEventBytes = settings.Int32("MaxEventBytes", null, options.MaxEventBytes, 16, OptionRanges.MaxEventBytes);
        options.MaxBatchSize = settings.Int32("MaxBatchSize", null, options.MaxBatchSize, 1, OptionRanges.MaxBatchSize);
        options.MaxScan = settings.Int32("MaxScan", null, options.MaxScan, 100, OptionRanges.MaxScan);
        ReadKeys(configuration, options);
    }

    private static void ReadKeys(IConfiguration configuration, EventFeedOptions options)
    {
        for (var i = 0; configuration.GetSection($"{Section}:CursorKeys:{i}") is var item && (item["Id"] ?? item["Key"]) is not null; i++)
        {
            var key = new byte[256];
            if (item["Id"] is not { Length: > 0 } id)
            {
                throw Refused($"{item.Path}:Id is missing.");
            }

            if (!Convert.TryFromBase64String(item["Key"] ?? "", key, out var length) || length < CursorKey.MinKeyLength)
            {
                // The value is a secret and is not repeated.
                throw Refused($"{item.Path}:Key must be base64 of {CursorKey.MinKeyLength}-{key.Length} bytes.");
            }

            options.CursorKeys.Add(new CursorKey(id, key.AsMemory(0, length)));
        }
    }

    private static OptionsValidationException Refused(string message) =>
        new(Options.DefaultName, typeof(EventFeedOptions), [message]);
}
