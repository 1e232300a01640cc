namespace Investigations.RateLimiting;

/// <summary>Counts an endpoint in no policy. A policy that is named nearer to the endpoint than this (on it, when this is on its group) counts it again.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DisableBackoffRateLimitingAttribute : Attribute, IRateLimitMetadata;
