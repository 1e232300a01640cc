namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>Lets writers go on only when all of them have come so far: every one has passed the check and loaded the same version.</summary>
internal sealed class RaceGate(int writers)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _arrived) == writers)
        {
            _all.SetResult();
        }

        return _all.Task.WaitAsync(cancellationToken);
    }
}
