using Investigations.Api.Features.Investigations;
using Investigations.Api.Storage;
using Investigations.Concurrency;

namespace Investigations.Samples.Tests;

public sealed class StateUpdateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Investigation State = NewState.Of(new NewInvestigation("A case", []), "alice", Now);

    [Fact]
    public void Decide_ForNoState_IsNotFound() => Nothing(VersionOutcome.NotFound, StateUpdate.Decide(null, Expected(1), Patch(new { progress = 5 }), "bob", Now));

    [Fact]
    public void Decide_ForAnotherVersion_IsAConflict() => Nothing(VersionOutcome.Conflict, StateUpdate.Decide(State, Expected(2), Patch(new { progress = 5 }), "bob", Now));

    [Fact]
    public void Decide_ForAPatchThatChangesNothing_IsUnchanged() =>
        Nothing(VersionOutcome.Unchanged, StateUpdate.Decide(State, Expected(1), Patch(new { title = "A case" }), "bob", Now));

    [Fact]
    public void Decide_ForAChange_IsTheNextVersion()
    {
        var update = StateUpdate.Decide(State, Expected(1), Patch(new { progress = 5 }), "bob", Now.AddTicks(123_456));

        Assert.Equal(VersionOutcome.Committed, update.Commit.Outcome);
        Assert.Equal(State with { Version = 2, Progress = 5, UpdatedBy = "bob", UpdatedAt = Now.AddMilliseconds(12) }, update.Change!.State);
        Assert.Same(update.Change.State, update.Commit.Value);
        Assert.Equal(1, update.Change.PreviousVersion);
        Assert.Equal("""{"progress":[0,5]}""", update.Change.Differences.ToJsonString());
    }

    private static ExpectedVersion Expected(long version) => ExpectedVersion.OneOf(version);

    private static InvestigationPatch Patch(object members) => InvestigationPatch.Of(members);

    private static void Nothing(VersionOutcome outcome, StateUpdate update)
    {
        Assert.Equal(outcome, update.Commit.Outcome);
        Assert.Null(update.Change);
    }
}
