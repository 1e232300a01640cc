using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Investigations.Concurrency;

/// <summary>Describes the headers and answers of protected and conditional endpoints to whatever documents the API from its descriptions.</summary>
internal sealed class ConcurrencyApiDescriptionProvider(IOptions<OptimisticConcurrencyOptions> options) : IApiDescriptionProvider
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
            var metadata = description.ActionDescriptor.EndpointMetadata;
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

    private static void DescribeRead(ApiDescription description)
    {
        AddHeader(description, HeaderNames.IfNoneMatch, DescribedParameters.IfNoneMatch, isRequired: false);
        AddResponse(description, StatusCodes.Status304NotModified, null, "The client has the current version.");
        AddResponse(description, StatusCodes.Status412PreconditionFailed, typeof(ProblemDetails), "The If-Match header does not name the current version.");
    }

    private void DescribeWrite(ApiDescription description)
    {
        RemoveExpectedVersion(description);
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
            description.ParameterDescriptions.Add(new ApiParameterDescription
            {
                Name = name,
                Source = BindingSource.Header,
                Type = typeof(string),
                IsRequired = isRequired,
                ParameterDescriptor = parameter.Named(name),
            });
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
