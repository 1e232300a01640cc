using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Investigations.Concurrency.Tests;

/// <summary>The transformer that the package's README shows.</summary>
internal static class ReadmeTransformer
{
    public static void Add(OpenApiOptions options) => options.AddOperationTransformer((operation, context, cancellationToken) =>
    {
        foreach (var header in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.Name is "If-Match" or "If-None-Match") ?? [])
        {
            header.Example = "\"3\"";
            foreach (var response in operation.Responses!.Where(r => r.Key is "200" or "201" or "204" or "304" or "409" or "412"))
            {
                ((OpenApiResponse)response.Value).Headers ??= new Dictionary<string, IOpenApiHeader>();
                response.Value.Headers!["ETag"] = new OpenApiHeader { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = "\"4\"" };
            }
        }

        return Task.CompletedTask;
    });
}
