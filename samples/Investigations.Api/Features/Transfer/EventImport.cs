using Investigations.Api.Features.Investigations;
using Investigations.Api.Storage;
using Investigations.EventFeed;

namespace Investigations.Api.Features.Transfer;

/// <summary>Loads a file of events, one JSON object a line, in batches. Loading a file again adds nothing.</summary>
internal sealed class EventImport(IInvestigationStore store)
{
    // As many as the feed takes at once by default, and enough for PostgreSQL to copy them.
    private const int BatchSize = 1_000;

    public async Task<int> RunAsync(TransferCommand command, TextWriter report, CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(command.File!, EventLine.Utf8);
        var investigation = await FindOrCreateAsync(command, cancellationToken);
        var counts = new ImportCounts();
        var batch = new List<(int Number, NewFeedEvent Event)>(BatchSize);

        for (var number = 1; await ReadAsync(lines, number, report, counts, cancellationToken) is { } line; number++)
        {
            if (line.Event is { } e)
            {
                batch.Add((number, e));
            }

            if (batch.Count == BatchSize)
            {
                await StoreAsync(investigation.Id, batch, counts, report, cancellationToken);
            }
        }

        await StoreAsync(investigation.Id, batch, counts, report, cancellationToken);
        await report.WriteLineAsync($"{counts} into investigation {investigation.Id}");
        return counts.Bad == 0 ? 0 : 1;
    }

    private async Task<Investigation> FindOrCreateAsync(TransferCommand command, CancellationToken cancellationToken) =>
        await store.GetAsync(command.Investigation, cancellationToken)
        ?? await store.FindByTitleAsync(command.Investigation, cancellationToken)
        ?? await store.CreateAsync(new NewInvestigation(command.Investigation, []), command.Owner, cancellationToken);

    private static async Task<EventLine?> ReadAsync(
        StreamReader lines, int number, TextWriter report, ImportCounts counts, CancellationToken cancellationToken)
    {
        if (await lines.ReadLineAsync(cancellationToken) is not { } text)
        {
            return null;
        }

        var line = EventLine.Parse(text, number);
        if (line.Error is not null)
        {
            counts.Bad++;
            await report.WriteLineAsync($"line {number}: {line.Error}");
        }

        return line;
    }

    private async Task StoreAsync(
        string id, List<(int Number, NewFeedEvent Event)> batch, ImportCounts counts, TextWriter report, CancellationToken cancellationToken)
    {
        var results = await AppendAsync(id, batch, counts, report, cancellationToken);
        if (batch.Count == 0)
        {
            return;
        }

        foreach (var ((number, _), result) in batch.Zip(results))
        {
            counts.Add(result.Outcome);
            if (result.Outcome == AppendOutcome.Conflict)
            {
                await report.WriteLineAsync($"line {number}: an event with the id '{result.Id}' and other content is stored already");
            }
        }

        await report.WriteLineAsync($"line {batch[^1].Number}: {counts}");
        batch.Clear();
    }

    /// <summary>Appends a batch. The feed refuses all of it for one event that is too large or too deep: that one is left out and reported.</summary>
    private async Task<IReadOnlyList<AppendResult>> AppendAsync(
        string id, List<(int Number, NewFeedEvent Event)> batch, ImportCounts counts, TextWriter report, CancellationToken cancellationToken)
    {
        while (batch.Count > 0)
        {
            try
            {
                return await store.AppendAsync(id, [.. batch.Select(line => line.Event)], cancellationToken);
            }
            catch (FeedEventException refused) when (refused.Index >= 0)
            {
                counts.Bad++;
                await report.WriteLineAsync($"line {batch[refused.Index].Number}: {refused.Message}");
                batch.RemoveAt(refused.Index);
            }
        }

        return [];
    }
}
