using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Investigations.Api.Http;

/// <summary>Shows in the API's document what its model of descriptions has no place for: an example of each version header, and the tag of the answers.</summary>
internal static class VersionDocument
{
    private const string Tag = "\"3\"";

    public static void AddVersions(this OpenApiOptions options) => options.AddOperationTransformer(static (operation, _, _) =>
    {
        foreach (var header in operation.Parameters?.OfType<OpenApiParameter>().Where(IsVersion) ?? [])
        {
            header.Example = Tag;
            foreach (var response in operation.Responses!.Where(static r => r.Key is "200" or "204" or "304" or "409" or "412").Select(static r => (OpenApiResponse)r.Value))
            {
                response.Headers ??= new Dictionary<string, IOpenApiHeader>();
                response.Headers["ETag"] = new OpenApiHeader
                {
                    Description = "The current version.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = "\"4\"",
                };
            }
        }

        return Task.CompletedTask;
    });

    /// <summary>The feed's pages have tags of another kind.</summary>
    private static bool IsVersion(OpenApiParameter parameter) =>
        parameter.In == ParameterLocation.Header && parameter.Description?.Contains(Tag, StringComparison.Ordinal) == true;
}
