using Investigations.Shared;
using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>The handlers of one resource's version and history.</summary>
internal sealed class VersionEndpoints(VersionEndpointOptions options, Func<HttpContext, IVersionHistorySource> resolve)
{
    public static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public async Task VersionAsync(HttpContext context)
    {
        if (await resolve(context).GetVersionInfoAsync(context, context.RequestAborted) is not { } info)
        {
            await PreconditionAnswers.NotFound(context);
        }
        else if (!await TryNotModifiedAsync(context, info.Version))
        {
            CommitAnswer.Publish(context, info.Version);
            var etag = ServicesCheck.Get<VersionHeaders>(context).Format(info.Version);
            await JsonAnswer.WriteAsync(context, json => VersionJson.Write(json, info, options.ResourceIdName, etag));
        }
    }

    public async Task HistoryAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!WholeNumber.TryRead(query["limit"], out var limit))
        {
            await InvalidAsync(context, "limit", "a whole number, zero or more");
            return;
        }

        if (!WholeNumber.TryRead(query["before"], out var before))
        {
            await InvalidAsync(context, "before", "a version: a whole number, zero or more");
            return;
        }

        var effective = limit is null or 0 ? options.DefaultLimit : (int)Math.Min(limit.Value, options.MaxLimit);
        var page = await resolve(context).GetHistoryAsync(context, new VersionHistoryQuery(effective, before), context.RequestAborted);
        if (page is null)
        {
            await PreconditionAnswers.NotFound(context);
            return;
        }

        await JsonAnswer.WriteAsync(context, json => VersionJson.Write(json, page));
    }

    private static async Task<bool> TryNotModifiedAsync(HttpContext context, EntityTag tag)
    {
        if (!ServicesCheck.Get<ReadEvaluator>(context).IsNotModified(context, tag))
        {
            return false;
        }

        await ServicesCheck.Get<PreconditionAnswers>(context).NotModified(context, tag);
        return true;
    }

    private static Task InvalidAsync(HttpContext context, string parameter, string expected) =>
        Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "invalid_parameter", "Invalid parameter",
            $"The parameter '{parameter}' must be {expected}.", [new("parameter", parameter)]);
}
