using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Investigations.Concurrency;

/// <summary>An action that declares an <see cref="ExpectedVersion"/> is protected, like a route handler that does.</summary>
internal sealed class DeclaredVersionConvention : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        var declaring = application.Controllers.SelectMany(controller => controller.Actions)
            .Where(action => action.Parameters.Any(parameter => parameter.ParameterType == typeof(ExpectedVersion)));
        foreach (var selector in declaring.SelectMany(action => action.Selectors))
        {
            selector.EndpointMetadata.Add(new RequireIfMatchAttribute());
        }
    }
}
