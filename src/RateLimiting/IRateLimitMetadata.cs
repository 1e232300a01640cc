namespace Investigations.RateLimiting;

/// <summary>Endpoint metadata that says in which policies an endpoint is counted.</summary>
public interface IRateLimitMetadata;
