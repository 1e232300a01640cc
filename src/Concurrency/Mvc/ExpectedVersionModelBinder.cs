using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Investigations.Concurrency;

/// <summary>Gives an MVC action what the check before it has read.</summary>
internal sealed class ExpectedVersionModelBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        bindingContext.Result = ModelBindingResult.Success(bindingContext.HttpContext.GetExpectedVersion());
        return Task.CompletedTask;
    }
}
