using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Investigations.Concurrency;

/// <summary>200 with a value and its exact version. Made by <see cref="VersionResults.Ok{T}"/>.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class VersionedOk<T> : IResult, IStatusCodeHttpResult, IValueHttpResult, IValueHttpResult<T>, IEndpointMetadataProvider
{
    internal VersionedOk(T value, EntityTag version)
    {
        Value = value;
        Version = version;
    }

    /// <summary>The resource.</summary>
    public T Value { get; }

    /// <summary>Its version.</summary>
    public EntityTag Version { get; }

    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status200OK;

    object? IValueHttpResult.Value => Value;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (ServicesCheck.Get<ReadEvaluator>(httpContext).IsNotModified(httpContext, Version))
        {
            return ServicesCheck.Get<PreconditionAnswers>(httpContext).NotModified(httpContext, Version);
        }

        CommitAnswer.Publish(httpContext, Version);
        return TypedResults.Ok(Value).ExecuteAsync(httpContext);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ResponseMetadata.AddValue(builder, StatusCodes.Status200OK, typeof(T));
        builder.Metadata.Add(TagsItselfMetadata.Instance);
    }
}
