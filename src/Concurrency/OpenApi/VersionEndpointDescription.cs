using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Investigations.Concurrency;

/// <summary>Describes an endpoint of <c>MapVersions</c>, whose handler has no parameters that would do so.</summary>
internal sealed class VersionEndpointDescription(bool isHistory)
{
    /// <summary>The metadata of <c>…/version</c>. Without a method, endpoints are not described at all.</summary>
    public static object[] OfVersion(VersionEndpoints handlers) =>
        [new VersionEndpointDescription(isHistory: false), ((Delegate)handlers.VersionAsync).Method];

    /// <summary>The metadata of <c>…/version-history</c>.</summary>
    public static object[] OfHistory(VersionEndpoints handlers) =>
        [new VersionEndpointDescription(isHistory: true), ((Delegate)handlers.HistoryAsync).Method];

    public void Describe(ApiDescription description, string applicationName)
    {
        // The tag that route handlers have by default.
        description.ActionDescriptor.RouteValues["controller"] = applicationName;

        foreach (var parameter in RoutePatternFactory.Parse(description.RelativePath ?? "").Parameters)
        {
            description.ParameterDescriptions.Add(DescribedParameters.Route.Describe(parameter.Name, BindingSource.Path, isRequired: true));
        }

        if (isHistory)
        {
            description.ParameterDescriptions.Add(DescribedParameters.Limit.Describe("limit", BindingSource.Query, isRequired: false));
            description.ParameterDescriptions.Add(DescribedParameters.Before.Describe("before", BindingSource.Query, isRequired: false));
        }

        description.SupportedResponseTypes.Clear();
        description.SupportedResponseTypes.Add(new ApiResponseType
        {
            StatusCode = StatusCodes.Status200OK,
            Type = typeof(void),
            Description = isHistory ? "The versions, newest first: history, next and has_more." : "The current version: version, etag, updated_at and updated_by.",
        });
    }
}
