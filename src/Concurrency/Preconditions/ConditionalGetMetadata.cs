namespace Investigations.Concurrency;

/// <summary>The endpoint's reads are conditional.</summary>
internal sealed class ConditionalGetMetadata
{
    public static ConditionalGetMetadata Instance { get; } = new();
}
