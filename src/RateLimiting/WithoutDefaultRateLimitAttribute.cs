namespace Investigations.RateLimiting;

/// <summary>Counts an endpoint in its named policies instead of in the default one.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class WithoutDefaultRateLimitAttribute : Attribute, IRateLimitMetadata;
