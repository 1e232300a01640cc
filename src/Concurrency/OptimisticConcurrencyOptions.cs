using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>
/// How preconditions are read and answered. Each option binds from section <c>Concurrency</c>; where a flat name is given, it wins over the section,
/// and code wins over both.
/// </summary>
public sealed class OptimisticConcurrencyOptions
{
    /// <summary>
    /// Whether protected endpoints must get a precondition. Default <see cref="ConcurrencyMode.Required"/>.
    /// <c>Concurrency:Mode</c>; <c>Concurrency:Enabled</c> and flat <c>ENABLE_OPTIMISTIC_LOCKING</c> as <c>false</c> mean <see cref="ConcurrencyMode.Disabled"/>.
    /// </summary>
    public ConcurrencyMode Mode { get; set; }

    /// <summary>The header with the expected version, a token (RFC 9110 §5.6.2). Default <c>If-Match</c>, which is honoured whatever the name. Flat <c>VERSION_HEADER_NAME</c>.</summary>
    public string HeaderName { get; set; } = "If-Match";

    /// <summary>The answer to a version that is not the current one: 409, the default, or 412 as RFC 9110 §13.1.1 has it. A failed <c>If-None-Match</c> is 412 always.</summary>
    public int ConflictStatusCode { get; set; } = StatusCodes.Status409Conflict;

    /// <summary>Whether a weak tag in <c>If-Match</c> can match. Default <see cref="TagHandling.Accept"/>, since proxies that compress make tags weak; RFC 9110 says <see cref="TagHandling.Reject"/>.</summary>
    public TagHandling WeakTags { get; set; }

    /// <summary>Whether a version may stand without quotes. Default <see cref="TagHandling.Accept"/>; RFC 9110 says <see cref="TagHandling.Reject"/>, which answers 400.</summary>
    public TagHandling BareVersions { get; set; }

    /// <summary>Whether responses carry weak tags (<c>W/"3"</c>). Default <see langword="false"/>. Needs <see cref="WeakTags"/> accepted.</summary>
    public bool EmitWeakTags { get; set; }

    /// <summary>
    /// Whether a successful PUT answers with its tag. Default <see langword="true"/>. RFC 9110 §9.3.4 forbids it where what is stored is not byte for byte what was sent.
    /// </summary>
    public bool EmitETagOnPut { get; set; } = true;

    /// <summary>
    /// How old a cached version may be that answers a poll with 304. Default 1 s; 0 to 3600 s, zero reads the source for each.
    /// <c>Concurrency:VersionCacheTtlSeconds</c>.
    /// </summary>
    public TimeSpan VersionCacheTtl { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many versions are cached at most. Default 10 000; 1 to 1 000 000.</summary>
    public int VersionCacheSize { get; set; } = 10_000;

    /// <summary><c>Cache-Control</c> of conditional reads, on 200 and 304 alike, unless the handler sets its own. Default <c>private, no-cache</c>; empty for none.</summary>
    public string CacheControl { get; set; } = "private, no-cache";

    /// <summary>Names added to <c>Vary</c> of conditional reads, on 200 and 304 alike. Default <c>Accept-Encoding</c>; empty for none.</summary>
    public string Vary { get; set; } = "Accept-Encoding";

    /// <summary>
    /// What to do about an endpoint that got a precondition, answered 2xx and never looked at the expected version, so that two writers can overwrite each other.
    /// Default <see cref="UnusedVersionHandling.LogInDevelopment"/>.
    /// </summary>
    public UnusedVersionHandling UnusedVersion { get; set; }
}
