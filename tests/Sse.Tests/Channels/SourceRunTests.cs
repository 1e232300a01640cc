namespace Investigations.Sse.Tests;

public class SourceRunTests
{
    private readonly FrameRing _ring = new(3, long.MaxValue, first: 10);
    private readonly SourceRun _run = new();

    [Fact]
    public void Find_BeforeTheStart_KnowsNoPlace() => Assert.Equal(-1, _run.Find(At(null), _ring));

    [Fact]
    public void Find_OnAWholeRing_KnowsTheStartEachIdAndThePosition()
    {
        _run.Start(At("s"), Page("p", "a", "b"), _ring);

        Assert.Equal([10, 11, 12, 12, -1], Find("s", "a", "b", "p", "x"));
        Assert.Equal(12, _run.Find(new Place("x", "p", SseStart.Beginning), _ring));
    }

    [Fact]
    public void Find_AfterFramesWereDropped_NoLongerKnowsTheStart()
    {
        _run.Start(At("s"), Page("b", "a", "b"), _ring);
        _run.Append(Page("d", "c", "d"), _ring);

        Assert.Equal([-1, -1, 12, 13, 14], Find("s", "a", "b", "c", "d"));
    }

    [Fact]
    public void GiveUp_ForgetsWhereItWas()
    {
        _run.Start(At(null), Page("a", "a") with { HasMore = true }, _ring);
        _run.GiveUp();

        Assert.Equal((false, false, null), (_run.IsStarted, _run.HasMore, _run.Position));
        Assert.Equal([-1], Find("a"));
    }

    [Fact]
    public void Completed_IsBelievedWhileTheChannelIsWatched()
    {
        _run.Start(At(null), Page("a", "a") with { IsCompleted = true, HasMore = true }, _ring);
        Assert.Equal((false, false), (_run.WasCompleted, _run.IsCompleted));

        _run.Append(Page("a") with { IsCompleted = true }, _ring);
        Assert.Equal((true, true), (_run.WasCompleted, _run.IsCompleted));

        _run.Unwatched();
        Assert.Equal((true, false), (_run.WasCompleted, _run.IsCompleted));

        _run.Append(Page("a") with { IsCompleted = true }, _ring);
        Assert.True(_run.IsCompleted);
    }

    private static Place At(string? id) => new(id, null, SseStart.Beginning);

    private static FramePage Page(string position, params string[] ids) =>
        new([.. ids.Select(static id => (id, new byte[] { 1 }))], position, HasMore: false, IsCompleted: false);

    private IEnumerable<long> Find(params string[] ids) => ids.Select(id => _run.Find(At(id), _ring));
}
