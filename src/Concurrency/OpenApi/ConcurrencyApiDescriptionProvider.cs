using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Investigations.Concurrency;

/// <summary>Describes the headers and answers of protected and conditional endpoints to whatever documents the API from its descriptions.</summary>
internal sealed class ConcurrencyApiDescriptionProvider(
    IOptions<OptimisticConcurrencyOptions> options, IServiceProvider services, IHostEnvironment environment) : IApiDescriptionProvider
{
    private readonly OptimisticConcurrencyOptions _options = options.Value;

    // Before those that describe the endpoints, so that it is called after them.
    public int Order => -2000;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        foreach (var description in context.Results)
        {
            var metadata = Metadata(description.ActionDescriptor);
            if (metadata.OfType<VersionEndpointDescription>().FirstOrDefault() is { } version)
            {
                version.Describe(description, environment.ApplicationName);
            }

            var method = description.HttpMethod ?? "";
            var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
            if (isRead && metadata.OfType<ConditionalGetMetadata>().Any())
            {
                DescribeRead(description);
            }
            else if (!isRead && metadata.OfType<RequireIfMatchAttribute>().Any())
            {
                DescribeWrite(description);
            }
        }
    }

    /// <summary>Conventions add metadata to the endpoint of an MVC action, not to the action.</summary>
    private EndpointMetadataCollection Metadata(ActionDescriptor action)
    {
        var endpoint = action is ControllerActionDescriptor
            ? services.GetService<EndpointDataSource>()?.Endpoints.FirstOrDefault(e => e.Metadata.GetMetadata<ActionDescriptor>()?.Id == action.Id)
            : null;
        return endpoint?.Metadata ?? new(action.EndpointMetadata);
    }

    private static void DescribeRead(ApiDescription description)
    {
        AddHeader(description, HeaderNames.IfNoneMatch, DescribedParameters.IfNoneMatch, isRequired: false);
        AddSuccess(description);
        AddResponse(description, StatusCodes.Status304NotModified, null, "The client has the current version.");
        AddResponse(description, StatusCodes.Status412PreconditionFailed, typeof(ProblemDetails), "The If-Match header does not name the current version.");
    }

    private void DescribeWrite(ApiDescription description)
    {
        RemoveExpectedVersion(description);
        AddSuccess(description);
        if (_options.Mode == ConcurrencyMode.Disabled)
        {
            return;
        }

        AddHeader(description, _options.HeaderName, DescribedParameters.IfMatch, _options.Mode == ConcurrencyMode.Required);
        AddResponse(description, StatusCodes.Status400BadRequest, typeof(ProblemDetails), $"The request, or its {_options.HeaderName} header, can't be read.");
        AddResponse(description, _options.ConflictStatusCode, typeof(ProblemDetails), "The resource is at another version, which the ETag header and current_version tell.");
        AddResponse(description, StatusCodes.Status412PreconditionFailed, typeof(ProblemDetails), "The If-None-Match header names the current version.");
        if (_options.Mode == ConcurrencyMode.Required)
        {
            AddResponse(description, StatusCodes.Status428PreconditionRequired, typeof(ProblemDetails), $"The request has no {_options.HeaderName} header.");
        }
    }

    private static void AddHeader(ApiDescription description, string name, DescribedParameters parameter, bool isRequired)
    {
        if (!description.ParameterDescriptions.Any(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            description.ParameterDescriptions.Add(parameter.Describe(name, BindingSource.Header, isRequired));
        }
    }

    /// <summary>MVC takes the bound parameter for one of the query.</summary>
    private static void RemoveExpectedVersion(ApiDescription description)
    {
        foreach (var parameter in description.ParameterDescriptions.Where(p => p.ParameterDescriptor?.ParameterType == typeof(ExpectedVersion)).ToArray())
        {
            description.ParameterDescriptions.Remove(parameter);
        }
    }

    /// <summary>A success that goes without saying is said as soon as something else is.</summary>
    private static void AddSuccess(ApiDescription description)
    {
        if (description.SupportedResponseTypes.Count == 0)
        {
            description.SupportedResponseTypes.Add(new ApiResponseType { StatusCode = StatusCodes.Status200OK, Type = typeof(void) });
        }
    }

    private static void AddResponse(ApiDescription description, int status, Type? type, string text)
    {
        if (description.SupportedResponseTypes.FirstOrDefault(r => r.StatusCode == status) is { } known)
        {
            known.Description ??= text;
            return;
        }

        var response = new ApiResponseType { StatusCode = status, Type = type ?? typeof(void), Description = text };
        if (type is not null)
        {
            response.ApiResponseFormats.Add(new ApiResponseFormat { MediaType = "application/problem+json" });
        }

        description.SupportedResponseTypes.Add(response);
    }
}
