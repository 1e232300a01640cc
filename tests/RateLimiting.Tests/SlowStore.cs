namespace Investigations.RateLimiting.Tests;

/// <summary>A store that always has to be waited for, as one over a network is; or one that breaks, or never answers.</summary>
internal sealed class SlowStore(IRateLimitStore inner) : IRateLimitStore
{
    public Exception? Failure { get; set; }

    public Exception? ChargeFailure { get; set; }

    public bool NeverAnswers { get; set; }

    public int Checks { get; private set; }

    public bool TryCheck(in RateLimitKey key, RateLimitRule rule, int cost, out RateLimitDecision decision)
    {
        decision = default;
        return false;
    }

    public async ValueTask<RateLimitDecision> CheckAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        Checks++;
        await Task.Yield();
        if (NeverAnswers)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return Failure is null ? await inner.CheckAsync(key, rule, cost, cancellationToken) : throw Failure;
    }

    public ValueTask<RateLimitDecision> PeekAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken) =>
        inner.PeekAsync(key, rule, cancellationToken);

    public async ValueTask<RateLimitDecision> ChargeAsync(RateLimitKey key, RateLimitRule rule, int cost, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return ChargeFailure is null ? await inner.ChargeAsync(key, rule, cost, cancellationToken) : throw ChargeFailure;
    }

    public ValueTask ResetAsync(RateLimitKey key, RateLimitRule rule, CancellationToken cancellationToken) => inner.ResetAsync(key, rule, cancellationToken);
}
