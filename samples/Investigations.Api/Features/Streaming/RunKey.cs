namespace Investigations.Api.Features.Streaming;

/// <summary>What a stream follows: one run of an investigation, or with null all of it.</summary>
internal readonly record struct RunKey(string InvestigationId, string? RunId);
