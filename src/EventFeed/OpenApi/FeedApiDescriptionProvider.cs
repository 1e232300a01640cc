using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Investigations.EventFeed;

/// <summary>Describes the parameters and answers of feeds to whatever documents the API from its descriptions.</summary>
internal sealed class FeedApiDescriptionProvider(IHostEnvironment environment, IOptions<JsonOptions> json) : IApiDescriptionProvider
{
    private static readonly ModelMetadata Model = new EmptyModelMetadataProvider().GetMetadataForType(typeof(string));

    // Before those that describe the endpoints, so that it is called after them.
    public int Order => -2000;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        foreach (var description in context.Results)
        {
            if (description.ActionDescriptor.EndpointMetadata.OfType<FeedEndpointDescription>().FirstOrDefault() is { } feed)
            {
                // The tag that route handlers have by default.
                description.ActionDescriptor.RouteValues["controller"] = environment.ApplicationName;
                DescribeParameters(description, feed);
                DescribeAnswers(description);
            }
        }
    }

    private void DescribeParameters(ApiDescription description, FeedEndpointDescription feed)
    {
        foreach (var parameter in RoutePatternFactory.Parse(description.RelativePath ?? "").Parameters)
        {
            Add(description, FeedParameter.Route(parameter.Name), BindingSource.Path, isRequired: !parameter.IsOptional);
        }

        foreach (var parameter in FeedParameter.Query(feed.SubjectName))
        {
            Add(description, parameter, BindingSource.Query);
        }

        Add(description, FeedParameter.IfNoneMatch(HeaderNames.IfNoneMatch), BindingSource.Header);
    }

    private void Add(ApiDescription description, FeedParameter parameter, BindingSource source, bool isRequired = false)
    {
        if (!description.ParameterDescriptions.Any(p => string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)))
        {
            description.ParameterDescriptions.Add(new ApiParameterDescription
            {
                Name = parameter.Name,
                Source = source,
                Type = Known(parameter.ParameterType) ?? typeof(string),
                ModelMetadata = Model,
                IsRequired = isRequired,
                ParameterDescriptor = parameter,
            });
        }
    }

    private void DescribeAnswers(ApiDescription description)
    {
        description.SupportedResponseTypes.Clear();
        Add(description, StatusCodes.Status200OK, "application/json", null, "A page: events, next, has_more and limit. ETag and Link are its headers.");
        Add(description, StatusCodes.Status304NotModified, null, null, "The client has the page as it is.");
        AddProblem(description, StatusCodes.Status400BadRequest, "A parameter or the cursor is not valid: invalid_parameter, invalid_cursor.");
        AddProblem(description, StatusCodes.Status410Gone, "The cursor is no longer good: cursor_expired, feed_reset. Start over at resume.");
        AddProblem(description, StatusCodes.Status503ServiceUnavailable, "The events cannot be reached at present: storage_unavailable. Retry-After says when to try again.");
    }

    private void AddProblem(ApiDescription description, int status, string text) =>
        Add(description, status, "application/problem+json", Known(typeof(ProblemDetails)), text);

    private static void Add(ApiDescription description, int status, string? mediaType, Type? type, string text)
    {
        var response = new ApiResponseType { StatusCode = status, Type = mediaType is null ? typeof(void) : type, Description = text };
        if (mediaType is not null)
        {
            response.ApiResponseFormats.Add(new ApiResponseFormat { MediaType = mediaType });
        }

        description.SupportedResponseTypes.Add(response);
    }

    /// <summary>An application without reflection may have no contract for a type; its document must not fail for that.</summary>
    private Type? Known(Type type) => json.Value.SerializerOptions.TryGetTypeInfo(type, out _) ? type : null;
}
