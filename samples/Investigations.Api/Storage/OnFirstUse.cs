namespace Investigations.Api.Storage;

/// <summary>Work that is done once a process, by whoever needs it first. Where it fails, the next who needs it tries again.</summary>
internal sealed class OnFirstUse(Func<Task> work)
{
    private readonly Lock _gate = new();
    private Task? _done;

    public ValueTask EnsureAsync(CancellationToken cancellationToken) =>
        _done is { IsCompletedSuccessfully: true } ? ValueTask.CompletedTask : new(Work().WaitAsync(cancellationToken));

    private Task Work()
    {
        lock (_gate)
        {
            return _done = _done is null or { IsFaulted: true } or { IsCanceled: true } ? work() : _done;
        }
    }
}
