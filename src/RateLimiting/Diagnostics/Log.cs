using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Policy {Policy} was violated, violation {Violations} in a row: rejecting for {RetryAfterSeconds} s (shadow: {Shadow}).", EventName = "RateLimitViolation")]
    public static partial void Violation(ILogger logger, string policy, int violations, long retryAfterSeconds, bool shadow);

    [LoggerMessage(2, LogLevel.Error, "The rate limit store threw; the request is let through uncounted.", EventName = "RateLimitStoreFaulted")]
    public static partial void StoreFaulted(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "The rate limit policies were reloaded.", EventName = "RateLimitPoliciesReloaded")]
    public static partial void PoliciesReloaded(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "The changed rate limit settings are not valid, the previous ones stay in force: {Reason}", EventName = "RateLimitPoliciesKept")]
    public static partial void PoliciesKept(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Debug, "The response had started before the request was counted: it carries no rate limit headers.", EventName = "RateLimitResponseStarted")]
    public static partial void ResponseStarted(ILogger logger);

    [LoggerMessage(6, LogLevel.Warning, "UseBackoffRateLimiting comes before UseRouting: what {Endpoint} says about its policies is not known when its requests are counted. This is logged once.", EventName = "RateLimitBeforeRouting")]
    public static partial void CountedBeforeRouting(ILogger logger, string? endpoint);

    [LoggerMessage(7, LogLevel.Error, "The rate limit store threw; {Cost} permits were not taken (below zero: not given back).", EventName = "RateLimitChargeFaulted")]
    public static partial void ChargeFaulted(ILogger logger, int cost, Exception exception);

    [LoggerMessage(8, LogLevel.Error, "The delegate PartitionBy or PermitLimitBy of policy '{Policy}' threw: a request that it should count fails.", EventName = "RateLimitDelegateFailed")]
    public static partial void DelegateFailed(ILogger logger, string policy, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "{Endpoint} names the rate limit policy '{Policy}', but nothing counts: UseBackoffRateLimiting was not called. This is logged once.", EventName = "RateLimitNotInPipeline")]
    public static partial void NotInPipeline(ILogger logger, string? endpoint, string policy);

    [LoggerMessage(10, LogLevel.Error, "Policy '{Policy}' could not be looked at for a request that another rejects: its Retry-After leaves that policy out.", EventName = "RateLimitLookFaulted")]
    public static partial void LookFaulted(ILogger logger, string policy, Exception exception);
}
