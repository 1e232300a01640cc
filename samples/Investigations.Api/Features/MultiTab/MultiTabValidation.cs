using Investigations.Api.Http;
using Investigations.Api.Storage;
using Investigations.EventFeed;

namespace Investigations.Api.Features.MultiTab;

/// <summary>Reads an investigation and its feed as so many independent tabs at once, and compares what each of them got.</summary>
internal static class MultiTabValidation
{
    private const int DefaultTabs = 5;

    public static async Task<IResult> ValidateAsync(string id, HttpContext context, IInvestigationStore store, IEventFeed feed, TimeProvider time)
    {
        var tabs = context.Request.Query.Int32("num_tabs", DefaultTabs, 1, 50);
        var started = time.GetTimestamp();
        var read = await Task.WhenAll(Enumerable.Range(0, tabs).Select(_ => ReadAsTabAsync(id, store, feed, context.RequestAborted)));

        return TypedResults.Ok(new MultiTabValidationResponse(
            tabs,
            read.Distinct().Count() == 1,
            [.. read.Select(tab => tab.Version)],
            [.. read.Select(tab => $"\"{tab.Version}\"")],
            [.. read.Select(tab => tab.Head)],
            Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3)));
    }

    private static async Task<(long Version, long Head)> ReadAsTabAsync(string id, IInvestigationStore store, IEventFeed feed, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var state = await store.GetAsync(id, cancellationToken) ?? throw ApiProblemException.NotFound();
        var head = await feed.GetHeadAsync(id, cancellationToken);
        return (state.Version, head.Sequence);
    }
}

internal sealed record MultiTabValidationResponse(
    int NumTabs, bool Consistent, IReadOnlyList<long> Versions, IReadOnlyList<string> Etags, IReadOnlyList<long> Heads, double ElapsedMs);
