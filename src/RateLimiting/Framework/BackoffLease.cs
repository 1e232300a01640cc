using System.Threading.RateLimiting;

namespace Investigations.RateLimiting;

/// <summary>A decision as the framework's lease. Without a decision: the caller is not limited, or the store has to be waited for.</summary>
internal sealed class BackoffLease(bool isAcquired, RateLimitDecision? decision) : RateLimitLease
{
    public override bool IsAcquired => isAcquired;

    public override IEnumerable<string> MetadataNames => decision switch
    {
        null => [],
        { RetryAfter.Ticks: > 0 } => [.. Always, MetadataName.RetryAfter.Name],
        _ => Always,
    };

    private static string[] Always { get; } =
    [
        RateLimitMetadataNames.Limit.Name, RateLimitMetadataNames.Remaining.Name,
        RateLimitMetadataNames.Reset.Name, RateLimitMetadataNames.Violations.Name,
    ];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = decision is { } d ? Metadata(metadataName, d) : null;
        return metadata is not null;
    }

    private static object? Metadata(string name, in RateLimitDecision decision) =>
        name == RateLimitMetadataNames.Limit.Name ? decision.Limit
        : name == RateLimitMetadataNames.Remaining.Name ? decision.Remaining
        : name == RateLimitMetadataNames.Reset.Name ? decision.ResetAfter
        : name == RateLimitMetadataNames.Violations.Name ? decision.Violations
        : name == MetadataName.RetryAfter.Name && decision.RetryAfter > TimeSpan.Zero ? decision.RetryAfter
        : null;
}
