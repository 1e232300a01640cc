using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>What happens around a handler: the check before it, the conflict it may throw, and the question whether it looked at the version.</summary>
internal sealed class PreconditionPipeline(
    PreconditionEvaluator evaluator, PreconditionAnswers answers, ConflictRecognizer conflicts, UnusedVersionGuard guard, ConcurrencyMetrics metrics)
{
    /// <summary>Whether to go on to the handler; otherwise the request is answered.</summary>
    public ValueTask<bool> BeginAsync(HttpContext context, in EndpointRules rules)
    {
        if (context.Features.Get<PreconditionFeature>() is { } checkedBefore && checkedBefore.Endpoint == context.GetEndpoint())
        {
            return new(true);
        }

        var isProtected = rules.IsProtected;
        var startedAt = metrics.Start();
        var evaluation = evaluator.EvaluateAsync(context, rules);
        return evaluation.IsCompletedSuccessfully
            ? FinishAsync(evaluation.Result, context, isProtected, startedAt)
            : AwaitAsync(evaluation, context, isProtected, startedAt);
    }

    /// <summary>Whether the exception is a conflict that can still be answered.</summary>
    public bool IsConflict(HttpContext context, Exception exception, [NotNullWhen(true)] out VersionConflictException? conflict)
    {
        conflict = context.Response.HasStarted ? null : conflicts.Recognize(exception);
        return conflict is not null;
    }

    public Task AnswerAsync(HttpContext context, VersionConflictException conflict) =>
        answers.LostRaceAsync(context, conflict.Current, conflict.Submitted);

    public void End(HttpContext context) => guard.Check(context);

    private bool Enter(HttpContext context, bool isProtected)
    {
        guard.Watch(context, isProtected);
        answers.TagReads(context);
        return true;
    }

    private async ValueTask<bool> AwaitAsync(ValueTask<Verdict> evaluation, HttpContext context, bool isProtected, long startedAt) =>
        await FinishAsync(await evaluation, context, isProtected, startedAt);

    private ValueTask<bool> FinishAsync(in Verdict verdict, HttpContext context, bool isProtected, long startedAt)
    {
        metrics.Checked(verdict.Outcome, startedAt);
        return verdict.Outcome == Outcome.Proceed ? new(Enter(context, isProtected)) : AnswerAsync(context, verdict);
    }

    private async ValueTask<bool> AnswerAsync(HttpContext context, Verdict verdict)
    {
        await answers.WriteAsync(context, verdict);
        return false;
    }
}
