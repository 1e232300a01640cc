using Microsoft.AspNetCore.Mvc;

namespace Investigations.Concurrency;

/// <summary>Answers a commit through MVC's formatters.</summary>
internal sealed class VersionCommitActionResult(VersionOutcome outcome, EntityTag? tag, object? value) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context)
    {
        if (!CommitAnswer.TryBegin(context.HttpContext, outcome, tag, out var answer))
        {
            return answer;
        }

        return value is null ? new NoContentResult().ExecuteResultAsync(context) : new OkObjectResult(value).ExecuteResultAsync(context);
    }
}
