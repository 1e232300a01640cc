using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>What all commits have in common when they are answered.</summary>
internal static class CommitAnswer
{
    /// <summary>Writes the headers of a write that succeeded; otherwise the whole answer.</summary>
    public static bool TryBegin(HttpContext context, VersionOutcome outcome, EntityTag? tag, out Task answer)
    {
        switch (outcome)
        {
            case VersionOutcome.NotFound:
                answer = PreconditionAnswers.NotFound(context);
                return false;
            case VersionOutcome.Conflict:
                answer = ServicesCheck.Get<PreconditionAnswers>(context).LostRaceAsync(context, tag, ExpectedVersion.Unspecified);
                return false;
            default:
                Publish(context, tag.GetValueOrDefault(), context.GetEndpoint()?.Metadata.GetMetadata<VersionSourceMetadata>());
                answer = Task.CompletedTask;
                return true;
        }
    }

    /// <summary>Tells a committed version to the client, and to the next poll on this node: under the key of the source that was asked, else of the one given.</summary>
    public static void Publish(HttpContext context, EntityTag tag, VersionSourceMetadata? otherwise = null)
    {
        ServicesCheck.Get<VersionHeaders>(context).Write(context, tag);
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var source = context.Features.Get<PreconditionFeature>()?.Source ?? otherwise?.Resolve(context);
        if (source?.GetCacheKey(context) is { } key)
        {
            ServicesCheck.Get<VersionCache>(context).Set(key, tag);
        }
    }
}
