using Investigations.Api.Features.Investigations;

namespace Investigations.Api.Storage;

/// <summary>An investigation as it is on its first day.</summary>
internal static class NewState
{
    public static Investigation Of(NewInvestigation investigation, string user, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now).ToString(),
        Title = investigation.Title,
        Status = InvestigationStatus.Created,
        Phase = null,
        Progress = 0,
        Assignee = null,
        Notes = null,
        Version = 1,
        CreatedAt = now.ToMilliseconds(),
        UpdatedAt = now.ToMilliseconds(),
        UpdatedBy = user,
        Members = investigation.Members,
        CreatedBy = user,
    };

    public static DateTimeOffset ToMilliseconds(this DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
