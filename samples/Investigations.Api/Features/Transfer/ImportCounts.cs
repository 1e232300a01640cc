using Investigations.EventFeed;

namespace Investigations.Api.Features.Transfer;

internal sealed class ImportCounts
{
    private int _appended;
    private int _duplicate;
    private int _conflict;

    public int Bad { get; set; }

    public void Add(AppendOutcome outcome) => _ = outcome switch
    {
        AppendOutcome.Appended => _appended++,
        AppendOutcome.Duplicate => _duplicate++,
        _ => _conflict++,
    };

    public override string ToString() => $"{_appended} appended, {_duplicate} duplicate, {_conflict} conflict, {Bad} bad";
}
