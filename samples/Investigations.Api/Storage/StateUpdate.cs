using System.Text.Json.Nodes;
using Investigations.Api.Features.Investigations;
using Investigations.Concurrency;

namespace Investigations.Api.Storage;

/// <summary>What a patch comes to. Decided from the state alone, so that each store has only to lock, read and write.</summary>
/// <param name="Commit">What to answer, once the change is written.</param>
/// <param name="Change">What to write; null for nothing.</param>
internal sealed record StateUpdate(VersionCommit<Investigation> Commit, StateChange? Change = null)
{
    public static StateUpdate Decide(
        Investigation? before, ExpectedVersion expected, InvestigationPatch patch, string user, DateTimeOffset now)
    {
        if (before is null)
        {
            return new(VersionCommit.NotFound);
        }

        if (!expected.IsSatisfiedBy(before.Version))
        {
            return new(VersionCommit.Conflict(before.Version));
        }

        var after = patch.ApplyTo(before);
        var changes = InvestigationPatch.Differences(before, after);
        if (changes.Count == 0)
        {
            return new(VersionCommit.Unchanged(before.Version, before));
        }

        after = after with { Version = before.Version + 1, UpdatedAt = now.ToMilliseconds(), UpdatedBy = user };
        return new(VersionCommit.Committed(after.Version, after), new StateChange(after, before.Version, changes));
    }
}

/// <summary>One step of an investigation's history.</summary>
/// <param name="State">The investigation after it.</param>
/// <param name="PreviousVersion">The version before it; null for the first.</param>
/// <param name="Differences">What differs, as <c>{"member":[before,after]}</c>.</param>
internal sealed record StateChange(Investigation State, long? PreviousVersion, JsonObject Differences)
{
    public static StateChange First(Investigation state) => new(state, null, []);

    public static void ThrowUnlessWritten(int rows)
    {
        if (rows != 1)
        {
            throw new InvalidOperationException("The version changed inside the writing transaction.");
        }
    }
}
