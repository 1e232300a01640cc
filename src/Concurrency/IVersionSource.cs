using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>
/// Tells the version of the resource that a request is about. A version is never used for two contents of one resource,
/// not even when the resource is deleted and created again.
/// </summary>
/// <remarks>Resolved from the request's services, so that it may be scoped or a singleton.</remarks>
public interface IVersionSource : IEntityTagSource
{
    /// <summary>The current version, zero or more, from the store of record; <see langword="null"/> when there is no such resource.</summary>
    ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken);

    ValueTask<EntityTag?> IEntityTagSource.GetEntityTagAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var reading = GetVersionAsync(context, cancellationToken);
        return reading.IsCompletedSuccessfully ? new(reading.Result) : AwaitAsync(reading);

        static async ValueTask<EntityTag?> AwaitAsync(ValueTask<long?> reading) => await reading;
    }
}
