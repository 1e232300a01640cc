using System.Text;
using Investigations.Api.Features.Events;
using Investigations.Api.Storage;
using Investigations.EventFeed;

namespace Investigations.Api.Features.Transfer;

/// <summary>Writes an investigation's feed in its order, one JSON object a line.</summary>
internal sealed class EventExport(IInvestigationStore store, IEventFeed feed)
{
    public async Task<int> RunAsync(TransferCommand command, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var investigation = await store.GetAsync(command.Investigation, cancellationToken)
            ?? await store.FindByTitleAsync(command.Investigation, cancellationToken);
        if (investigation is null)
        {
            await errors.WriteLineAsync($"There is no investigation '{command.Investigation}'.");
            return 1;
        }

        string? cursor = null;
        FeedPage page;
        do
        {
            page = await feed.ReadAsync(investigation.Id, new FeedQuery { Cursor = cursor, Limit = 1000 }, cancellationToken);
            foreach (var e in page.Events)
            {
                await output.WriteLineAsync(Encoding.UTF8.GetString(FeedJson.ToUtf8(e, InvestigationFeed.SubjectName)));
            }

            cursor = page.Next;
        }
        while (page.Events.Count > 0);

        await output.FlushAsync(cancellationToken);
        return 0;
    }
}
