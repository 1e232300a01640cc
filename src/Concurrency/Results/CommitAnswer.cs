using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency;

/// <summary>What all commits have in common when they are answered.</summary>
internal static class CommitAnswer
{
    /// <summary>Writes the headers of a write that succeeded; otherwise the whole answer.</summary>
    public static bool TryBegin(HttpContext context, VersionOutcome outcome, EntityTag? tag, out Task answer)
    {
        ServicesCheck.ThrowIfNotAdded(context.RequestServices);
        switch (outcome)
        {
            case VersionOutcome.NotFound:
                answer = PreconditionAnswers.NotFound(context);
                return false;
            case VersionOutcome.Conflict:
                answer = context.RequestServices.GetRequiredService<PreconditionAnswers>().LostRaceAsync(context, tag, ExpectedVersion.Unspecified);
                return false;
            default:
                Publish(context, tag.GetValueOrDefault());
                answer = Task.CompletedTask;
                return true;
        }
    }

    /// <summary>Tells a committed version to the client, and to the next poll on this node.</summary>
    public static void Publish(HttpContext context, EntityTag tag)
    {
        context.RequestServices.GetRequiredService<VersionHeaders>().Write(context, tag);
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var source = context.Features.Get<PreconditionFeature>()?.Source
            ?? context.GetEndpoint()?.Metadata.GetMetadata<VersionSourceMetadata>()?.Resolve(context);
        if (source?.GetCacheKey(context) is { } key)
        {
            context.RequestServices.GetRequiredService<VersionCache>().Set(key, tag);
        }
    }
}
