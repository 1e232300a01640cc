namespace Investigations.Concurrency;

/// <summary>Results that carry the exact version of what they send.</summary>
public static class VersionResults
{
    /// <summary>200 with the value as JSON and its <c>ETag</c>; 304 instead, where the endpoint is a conditional GET and the client has that version.</summary>
    /// <param name="value">The resource.</param>
    /// <param name="version">The version that was read together with it.</param>
    public static VersionedOk<T> Ok<T>(T value, EntityTag version) => new(value, version);

    /// <summary>201 with the value as JSON, its <c>Location</c> and its <c>ETag</c>.</summary>
    /// <param name="uri">Where the resource is.</param>
    /// <param name="value">The resource.</param>
    /// <param name="version">Its first version.</param>
    public static VersionedCreated<T> Created<T>(string uri, T value, EntityTag version) => new(uri, value, version);
}
