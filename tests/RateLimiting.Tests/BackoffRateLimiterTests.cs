using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

public sealed class BackoffRateLimiterTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly BackoffRateLimiter _limiter;

    public BackoffRateLimiterTests() => _limiter = new(new RateLimitPolicyOptions { PermitLimit = 2 }, timeProvider: _time);

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public void Lease_ThatIsAcquired_TellsTheStanding()
    {
        using var lease = _limiter.AttemptAcquire();

        Assert.True(lease.IsAcquired);
        Assert.True(lease.TryGetMetadata(RateLimitMetadataNames.Limit, out var limit));
        Assert.True(lease.TryGetMetadata(RateLimitMetadataNames.Remaining, out var remaining));
        Assert.True(lease.TryGetMetadata(RateLimitMetadataNames.Reset, out var reset));
        Assert.Equal((2, 1, TimeSpan.FromMinutes(1)), (limit, remaining, reset));
        Assert.False(lease.TryGetMetadata(MetadataName.RetryAfter, out _));
        Assert.Equal(4, lease.MetadataNames.Count());
    }

    [Fact]
    public async Task Lease_ThatIsNotAcquired_TellsATrueRetryAfter()
    {
        _limiter.AttemptAcquire(2).Dispose();
        _time.Advance(TimeSpan.FromSeconds(13));

        using var lease = await _limiter.AcquireAsync(1, TestContext.Current.CancellationToken);

        Assert.False(lease.IsAcquired);
        Assert.True(lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(47), retryAfter);
        Assert.Contains(MetadataName.RetryAfter.Name, lease.MetadataNames);
        _time.Advance(retryAfter);
        Assert.True(_limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void Acquire_OfMoreThanTheLimit_IsAnErrorAndNoViolation()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _limiter.AttemptAcquire(3));

        Assert.Equal(0, Violations());
        Assert.True(_limiter.AttemptAcquire(2).IsAcquired);
    }

    [Fact]
    public void Acquire_OfNothing_LooksOnly()
    {
        Assert.True(_limiter.AttemptAcquire(0).IsAcquired);
        _limiter.AttemptAcquire(2).Dispose();
        Assert.False(_limiter.AttemptAcquire(0).IsAcquired);
        Assert.Equal(0, Violations());
    }

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow, 60)]
    [InlineData(RateLimitAlgorithm.SlidingWindow, 120)]
    [InlineData(RateLimitAlgorithm.TokenBucket, 60)]
    public void IdleDuration_WhileThereAreCounts_IsNull(RateLimitAlgorithm algorithm, int seconds)
    {
        using var limiter = new BackoffRateLimiter(new RateLimitPolicyOptions { PermitLimit = 2, Algorithm = algorithm }, timeProvider: _time);
        limiter.AttemptAcquire(2).Dispose();

        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Null(limiter.IdleDuration);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromSeconds(seconds), limiter.IdleDuration);
    }

    [Fact]
    public void IdleDuration_WhileThereIsAViolation_IsNull()
    {
        _limiter.AttemptAcquire(2).Dispose();
        _time.Advance(TimeSpan.FromSeconds(11));
        _limiter.AttemptAcquire().Dispose();
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(_limiter.IdleDuration);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(11), _limiter.IdleDuration);
    }

    [Fact]
    public void Statistics_OfSomeLeases_CountThem()
    {
        for (var i = 0; i < 5; i++)
        {
            _limiter.AttemptAcquire().Dispose();
        }

        var statistics = _limiter.GetStatistics();

        Assert.Equal((2, 3, 0), (statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases, statistics.CurrentAvailablePermits));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, _limiter.GetStatistics().CurrentAvailablePermits);
    }

    [Fact]
    public void Options_ThatAreNotValid_AreRefused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new BackoffRateLimiter(new RateLimitPolicyOptions { PermitLimit = 0 }));

        Assert.Contains("PermitLimit is 0", refused.Message, StringComparison.Ordinal);
    }

    private int Violations()
    {
        using var lease = _limiter.AttemptAcquire(0);
        return lease.TryGetMetadata(RateLimitMetadataNames.Violations, out var violations) ? violations : -1;
    }
}
