namespace Investigations.Concurrency;

/// <summary>The endpoint's reads are conditional.</summary>
internal sealed class ConditionalGetMetadata(string? cacheControl, string? vary)
{
    /// <summary><c>Cache-Control</c>; <see langword="null"/> for the application's.</summary>
    public string? CacheControl { get; } = cacheControl;

    /// <summary>Names in <c>Vary</c>; <see langword="null"/> for the application's.</summary>
    public string? Vary { get; } = vary;
}
