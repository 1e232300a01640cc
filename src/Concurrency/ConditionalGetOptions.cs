namespace Investigations.Concurrency;

/// <summary>How one endpoint's conditional reads are cached, on 200 and 304 alike. A handler that sets these headers itself says so here as well: a 304 is sent without calling it.</summary>
public sealed class ConditionalGetOptions
{
    /// <summary><c>Cache-Control</c>, empty for none. Default <see langword="null"/>: <see cref="OptimisticConcurrencyOptions.CacheControl"/>.</summary>
    public string? CacheControl { get; set; }

    /// <summary>Names added to <c>Vary</c>, empty for none. Default <see langword="null"/>: <see cref="OptimisticConcurrencyOptions.Vary"/>.</summary>
    public string? Vary { get; set; }
}
