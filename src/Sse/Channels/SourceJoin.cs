using System.Diagnostics.CodeAnalysis;

namespace Investigations.Sse;

/// <summary>How a stream of a sourced channel meets the ring: by pages of its own, until both know the same place.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Without a wait handle there is nothing to free, and a stream may still hold it when the host ends.")]
internal sealed class SourceJoin(SourcedCore core, SourceReader reader, SourcePoller poller, int pageSize)
{
    private readonly SemaphoreSlim _starting = new(1);

    /// <summary>
    /// Finds the ring by an id or position that both know. Where there is none in common: a stream that reads nothing after its
    /// place, in a read that began after a poll had reached the source's end, stands where that poll ended. It cannot be behind,
    /// for nothing followed; it cannot be ahead, for it had its place before the poll began.
    /// </summary>
    public async ValueTask<Joint> JoinAsync(Place place, CancellationToken cancellationToken)
    {
        if (place is { LastId: null, Position: null, Start: SseStart.End })
        {
            place = new Place(await reader.GetEndAsync(cancellationToken), null, SseStart.Beginning);
        }

        var polledTo = -1L;
        while (true)
        {
            if (core.Find(place) is var cursor and >= 0)
            {
                return Joint.On(cursor, place);
            }

            if (await ReadFirstOrNextAsync(place, cancellationToken) is not { } page)
            {
                continue;
            }

            if (core.TryStart(place, page) is var first and >= 0)
            {
                poller.Poke();
                return Joint.On(first, place);
            }

            if (page.Items.Count > 0)
            {
                return new Joint(-1, [.. page.Items.Select(static item => new Frame(0, item.Id, item.Bytes))], new Place(page.Items[^1].Id, page.Position, place.Start));
            }

            place = place with { Position = page.Position };
            if (page.HasMore)
            {
                polledTo = -1;
            }
            else if (polledTo >= 0)
            {
                return Joint.On(polledTo, place);
            }
            else
            {
                polledTo = await poller.PollToEndAsync(cancellationToken);
            }
        }
    }

    /// <summary>The page after a place. The first streams of a channel wait for one of them to start the ring, rather than all reading the same page; null for those that waited.</summary>
    private async Task<FramePage?> ReadFirstOrNextAsync(Place place, CancellationToken cancellationToken)
    {
        if (core.IsStarted)
        {
            return await reader.ReadPatientlyAsync(place.ReadFrom, pageSize, cancellationToken);
        }

        await _starting.WaitAsync(cancellationToken);
        try
        {
            return core.IsStarted ? null : await reader.ReadPatientlyAsync(place.ReadFrom, pageSize, cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }
}
