namespace Investigations.RateLimiting.Tests;

/// <summary>Rules and stores for tests without a host.</summary>
internal static class TestRules
{
    public static readonly RateLimitKey Alice = RateLimitKey.ForUser("alice");

    public static RateLimitRule Rule(int limit = 3, int windowSeconds = 60, Action<RateLimitPolicyOptions>? configure = null, string name = "default")
    {
        var options = new RateLimitPolicyOptions { PermitLimit = limit, Window = TimeSpan.FromSeconds(windowSeconds) };
        configure?.Invoke(options);
        return RateLimitRule.From(name, options, options);
    }

    public static RateLimitDecision Check(this IRateLimitStore store, RateLimitRule rule, int cost = 1, RateLimitKey? key = null)
    {
        Assert.True(store.TryCheck(key ?? Alice, rule, cost, out var decision));
        return decision;
    }

    public static RateLimitDecision Peek(this IRateLimitStore store, RateLimitRule rule, RateLimitKey? key = null)
    {
        var peek = store.PeekAsync(key ?? Alice, rule, CancellationToken.None).AsTask();
        Assert.True(peek.IsCompletedSuccessfully);
        return peek.Result;
    }

    /// <summary>Uses up what is left and goes over it once.</summary>
    public static RateLimitDecision Violate(this IRateLimitStore store, RateLimitRule rule, RateLimitKey? key = null)
    {
        RateLimitDecision decision;
        do
        {
            decision = store.Check(rule, key: key);
        }
        while (decision.IsAllowed);

        return decision;
    }
}
