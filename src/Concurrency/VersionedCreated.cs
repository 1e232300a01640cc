using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Investigations.Concurrency;

/// <summary>201 with a value, where it is and its first version. Made by <see cref="VersionResults.Created{T}"/>.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class VersionedCreated<T> : IResult, IStatusCodeHttpResult, IValueHttpResult, IValueHttpResult<T>, IEndpointMetadataProvider
{
    internal VersionedCreated(string uri, T value, EntityTag version)
    {
        ArgumentNullException.ThrowIfNull(uri);
        Location = uri;
        Value = value;
        Version = version;
    }

    /// <summary>Where the resource is.</summary>
    public string Location { get; }

    /// <summary>The resource.</summary>
    public T Value { get; }

    /// <summary>Its version.</summary>
    public EntityTag Version { get; }

    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status201Created;

    object? IValueHttpResult.Value => Value;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        CommitAnswer.Publish(httpContext, Version);
        return TypedResults.Created(Location, Value).ExecuteAsync(httpContext);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        ResponseMetadata.AddValue(builder, StatusCodes.Status201Created, typeof(T));
}
