namespace Investigations.RateLimiting;

/// <summary>One policy's answer to a request.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Shadow">Whether the policy only watches: its rejections are not enforced.</param>
public readonly record struct RateLimitResult(string Policy, RateLimitDecision Decision, bool Shadow);
