using System.Diagnostics.CodeAnalysis;

namespace Investigations.Sse;

/// <summary>Tells a stream's source to stop. What the source does on that runs elsewhere, so it cannot hold the stream up.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source that was left behind may still hold the token; without a timer there is nothing to free.")]
internal sealed class StreamCancellation
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Cancel() => _ = _source.CancelAsync();
}
