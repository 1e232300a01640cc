using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>Answers conflicts that no gate has caught.</summary>
internal sealed class VersionConflictMiddleware(RequestDelegate next, PreconditionPipeline preconditions)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (preconditions.Recognize(context, exception) is not null)
        {
            await preconditions.AnswerAsync(context, preconditions.Recognize(context, exception)!);
        }
    }
}
