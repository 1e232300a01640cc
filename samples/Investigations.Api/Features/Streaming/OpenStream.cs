using Investigations.Api.Storage;

namespace Investigations.Api.Features.Streaming;

/// <summary>One open stream and whose it is, until the request is over.</summary>
internal sealed class OpenStream(OpenStreams streams, RunKey key, string user, bool isAdmin) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private int _disposed;

    public RunKey Key => key;

    /// <summary>Cancelled when the user has lost access.</summary>
    public CancellationToken Ended => _end.Token;

    public bool IsAllowed(InvestigationAccess? access) => access is not null && (isAdmin || access.Allows(user));

    public void End() => _end.Cancel();

    public void Dispose()
    {
        // The source is not disposed: whoever is about to cancel it must not fail, and without a timer it holds nothing.
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            streams.Remove(this);
        }
    }
}
