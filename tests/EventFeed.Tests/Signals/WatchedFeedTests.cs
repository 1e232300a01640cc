namespace Investigations.EventFeed.Tests;

public sealed class WatchedFeedTests
{
    private readonly WatchedFeed _watched = new("a");

    [Fact]
    public void Head_BelowTheLastAppendOnce_WasReadBeforeIt()
    {
        _watched.Observed(Head(5));
        _watched.Grown(6);
        _watched.Observed(Head(5));
        _watched.Observed(Head(6));
        _watched.Observed(Head(5));

        Assert.Equal(0, _watched.Restored);
        Assert.False(_watched.HasChanged(Head(6)));
    }

    [Fact]
    public void Head_BelowTwice_IsOfAStoreThatWasRestored()
    {
        _watched.Observed(Head(6));
        var signal = _watched.NextSignal;
        _watched.Observed(Head(3));
        Assert.False(signal.IsCompleted);
        _watched.Observed(Head(4));

        Assert.True(signal.IsCompleted);
        Assert.Equal(1, _watched.Restored);
        Assert.True(_watched.HasChanged(Head(3)));
        Assert.False(_watched.HasChanged(Head(4)));
        _watched.Observed(Head(4));
        Assert.Equal(1, _watched.Restored);
    }

    [Fact]
    public void Head_BelowWhatAReaderHasSeen_IsOfAStoreThatWasRestored()
    {
        _watched.Seen(6);
        _watched.Observed(Head(3));
        _watched.Observed(Head(3));
        Assert.Equal(1, _watched.Restored);
        Assert.False(_watched.HasChanged(Head(3)));
    }

    [Fact]
    public void Head_OfAnotherEpoch_IsOfAnotherStore()
    {
        _watched.Observed(Head(6));
        _watched.Observed(Head(6) with { Epoch = 2 });

        Assert.Equal(1, _watched.Restored);
        Assert.True(_watched.HasChanged(Head(6)));
    }

    private static FeedHead Head(long sequence) => new() { Feed = "a", Epoch = 1, Sequence = sequence };
}
