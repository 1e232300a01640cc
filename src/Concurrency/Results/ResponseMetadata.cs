using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Describes answers to whatever documents the API.</summary>
internal static class ResponseMetadata
{
    private static readonly string[] Problems = ["application/problem+json"];
    private static readonly string[] Json = ["application/json"];

    public static void AddCommit(EndpointBuilder builder, Type? value)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(value is null
            ? new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent)
            : new ProducesResponseTypeMetadata(StatusCodes.Status200OK, value, Json));
        AddProblem(builder, StatusCodes.Status404NotFound);
        AddProblem(builder, ConflictStatus(builder));
    }

    public static void AddValue(EndpointBuilder builder, int status, Type value)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, value, Json));
    }

    public static void AddProblem(EndpointBuilder builder, int status) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), Problems));

    public static int ConflictStatus(EndpointBuilder builder) =>
        builder.ApplicationServices.GetService<IOptions<OptimisticConcurrencyOptions>>()?.Value.ConflictStatusCode ?? StatusCodes.Status409Conflict;
}
