using System.Text.Json.Serialization;

namespace Investigations.Api.Features.Investigations;

/// <summary>One fraud investigation as it stands; its <see cref="Version"/> counts its accepted changes from 1.</summary>
internal sealed record Investigation
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Status { get; init; }
    public required string? Phase { get; init; }
    public required int Progress { get; init; }
    public required string? Assignee { get; init; }
    public required string? Notes { get; init; }
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required string UpdatedBy { get; init; }
    public required IReadOnlyList<string> Members { get; init; }

    [JsonIgnore]
    public string CreatedBy { get; init; } = "";
}

internal static class InvestigationStatus
{
    public const string Created = "CREATED";
    public const string InProgress = "IN_PROGRESS";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
    public const string Cancelled = "CANCELLED";

    public static IReadOnlyList<string> All { get; } = [Created, InProgress, Completed, Failed, Cancelled];
}
