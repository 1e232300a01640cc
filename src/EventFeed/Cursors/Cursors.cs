using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Gives the sealer for a feed and filter as of now.</summary>
internal sealed class Cursors(CursorKeySource keys, IOptions<EventFeedOptions> options, TimeProvider time)
{
    public async ValueTask<CursorSealer> ForAsync(CursorScope scope, CancellationToken cancellationToken) =>
        new(scope, await keys.GetAsync(cancellationToken), Today(), options.Value.CursorLifetime);

    private int Today() => (int)(time.GetUtcNow().ToUnixTimeSeconds() / (24 * 60 * 60));
}
