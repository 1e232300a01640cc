using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>Answers conflicts that no gate has caught.</summary>
internal sealed class VersionConflictMiddleware(RequestDelegate next, PreconditionPipeline preconditions)
{
    public async Task InvokeAsync(HttpContext context)
    {
        VersionConflictException? conflict;
        try
        {
            await next(context);
            return;
        }
        catch (Exception exception) when (preconditions.IsConflict(context, exception, out conflict))
        {
        }

        await preconditions.AnswerAsync(context, conflict);
    }
}
