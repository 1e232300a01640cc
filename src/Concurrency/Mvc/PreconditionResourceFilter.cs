using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Investigations.Concurrency;

/// <summary>The gate of MVC actions: after authorization filters, before model binding. Actions that ask for nothing are passed by.</summary>
internal sealed class PreconditionResourceFilter(PreconditionPipeline preconditions) : IAsyncResourceFilter
{
    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var rules = EndpointRules.Of(context.HttpContext);
        return rules.Any ? GuardAsync(context, next, rules) : next();
    }

    private async Task GuardAsync(ResourceExecutingContext context, ResourceExecutionDelegate next, EndpointRules rules)
    {
        var http = context.HttpContext;
        if (!await preconditions.BeginAsync(http, rules))
        {
            context.Result = new EmptyResult();
            return;
        }

        var executed = await next();
        if (executed is { Exception: { } exception, ExceptionHandled: false } && preconditions.IsConflict(http, exception, out var conflict))
        {
            executed.ExceptionHandled = true;
            await preconditions.AnswerAsync(http, conflict);
        }

        preconditions.End(http);
    }
}
