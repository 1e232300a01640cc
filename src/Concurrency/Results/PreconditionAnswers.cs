using Investigations.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Investigations.Concurrency;

/// <summary>Writes the answers that are not the handler's.</summary>
internal sealed class PreconditionAnswers(
    IOptions<OptimisticConcurrencyOptions> options, TagReader reader, VersionHeaders headers, ConcurrencyMetrics metrics, ILogger<PreconditionAnswers> logger)
{
    private readonly OptimisticConcurrencyOptions _options = options.Value;

    public Task WriteAsync(HttpContext context, in Verdict verdict)
    {
        switch (verdict.Outcome)
        {
            case Outcome.NotModified:
                return NotModified(context, verdict.Current.GetValueOrDefault());
            case Outcome.Missing:
                return Problem.WriteAsync(context, StatusCodes.Status428PreconditionRequired, "precondition_required", "Precondition required",
                    $"Send the version that you expect in the {_options.HeaderName} header, such as {_options.HeaderName}: \"3\". It is the ETag of the last response.",
                    [new("header", _options.HeaderName)]);
            case Outcome.Malformed:
                Log.Malformed(logger, verdict.HeaderName!, verdict.Error);
                return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "invalid_precondition", "Invalid precondition",
                    $"The {verdict.HeaderName} header can't be read. {verdict.Error.Describe()} A correct one is {verdict.HeaderName}: \"3\".",
                    [new("header", verdict.HeaderName)]);
            case Outcome.NotFound:
                return NotFound(context);
            case Outcome.PreconditionFailed:
                return Failed(context, StatusCodes.Status412PreconditionFailed, "precondition_failed", "Precondition failed", verdict);
            default:
                return ConflictAsync(context, verdict);
        }
    }

    public static Task NotFound(HttpContext context) =>
        Problem.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", "Not found", "There is no such resource.");

    public Task NotModified(HttpContext context, EntityTag tag)
    {
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        headers.Write(context, tag);
        return Task.CompletedTask;
    }

    /// <summary>Answers a conflict that was found by the write itself, in the same way as one found before the handler.</summary>
    public async Task LostRaceAsync(HttpContext context, EntityTag? current, ExpectedVersion submitted)
    {
        var feature = context.Features.Get<PreconditionFeature>();
        var expected = submitted.IsUnspecified && feature is not null ? feature.Expected : submitted;

        // A statement that lost a race may still see the version from before it.
        if ((current is null || (!expected.IsUnspecified && expected.IsSatisfiedBy(current))) && feature?.Source is { } source)
        {
            current = await reader.ReadAsync(context, source);
        }

        context.Response.Headers.Remove(HeaderNames.ETag);
        context.Response.Headers.Remove(HeaderNames.ContentLength);
        var verdict = feature?.Source is null && current is null
            ? new Verdict(Outcome.Conflict) { Submitted = expected }
            : WriteRules.Failed(expected, context.Request.Method, current);
        metrics.LostRace();
        await WriteAsync(context, verdict);
    }

    /// <summary>Gives a read's 200 the tag that was read before its handler ran, unless the handler gives one.</summary>
    public void TagReads(HttpContext context)
    {
        if (context.Features.Get<PreconditionFeature>() is not TaggedFeature)
        {
            return;
        }

        context.Response.OnStarting(static state =>
        {
            var (headers, context) = ((VersionHeaders, HttpContext))state;
            if (context.Response.StatusCode == StatusCodes.Status200OK && context.Response.Headers.ETag.Count == 0
                && context.Features.Get<PreconditionFeature>() is TaggedFeature { Current: var tag })
            {
                headers.Write(context, tag);
            }

            return Task.CompletedTask;
        }, (headers, context));
    }

    private async Task ConflictAsync(HttpContext context, Verdict verdict)
    {
        if (await RepeatedWrite.FindAnswerAsync(context, verdict) is { } answer)
        {
            metrics.Repeated();
            await answer.ExecuteAsync(context);
            return;
        }

        Log.Conflict(logger, verdict.Current?.ToString(), ProblemMembers.Shortened(verdict.Submitted.ToString()));
        await Failed(context, _options.ConflictStatusCode, "version_conflict", "Version conflict", verdict);
    }

    private Task Failed(HttpContext context, int status, string code, string title, in Verdict verdict)
    {
        if (verdict.Current is { } current)
        {
            context.Response.Headers.ETag = headers.Format(current);
        }

        var detail = verdict.Current is { } tag
            ? $"The resource is at {tag}; read it again and repeat the change on what it is now."
            : "The resource does not exist, or is not at the expected version.";
        return Problem.WriteAsync(context, status, code, title, detail,
        [
            new("current_version", ProblemMembers.Current(verdict.Current)),
            new("submitted_version", ProblemMembers.Submitted(verdict.Submitted)),
        ]);
    }
}
