namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Answers lost races as conflicts. The current version is read anew by the endpoint's source.</summary>
internal sealed class LostRaceMapper : IConflictExceptionMapper
{
    public VersionConflictException? Map(Exception exception) =>
        LostRace.Explains(exception) ? new VersionConflictException("Another writer came first.", exception) : null;
}
