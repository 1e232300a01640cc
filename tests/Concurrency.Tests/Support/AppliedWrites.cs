using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Investigations.Concurrency.Tests;

/// <summary>Who made which step with which key, as a history would have it.</summary>
internal sealed class AppliedWrites(Documents documents) : IAppliedWriteSource
{
    public HashSet<(string Id, long From, long To, string By, string Key)> Known { get; } = [];

    public int Asked { get; private set; }

    public ValueTask<IResult?> FindAsync(HttpContext context, AppliedWrite write, CancellationToken cancellationToken)
    {
        Asked++;
        var id = (string)context.GetRouteValue("id")!;
        var isKnown = write.Expected.TryGetValue(out var expected)
            && Known.Contains((id, expected, write.Current.Version, context.Request.Headers["X-User"].ToString(), write.Key));
        return new(isKnown ? VersionCommit.Unchanged(write.Current, documents[id]!) : null);
    }
}
