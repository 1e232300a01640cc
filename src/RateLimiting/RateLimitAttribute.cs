namespace Investigations.RateLimiting;

/// <summary>Counts an endpoint in a named policy, in addition to the default one and to other named ones.</summary>
/// <param name="policy">The policy's name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RateLimitAttribute(string policy) : Attribute, IRateLimitMetadata
{
    /// <summary>The policy's name.</summary>
    public string Policy { get; } = policy;
}
