namespace Investigations.Sse;

/// <summary>A page of a source, encoded.</summary>
internal readonly record struct FramePage(IReadOnlyList<(string Id, byte[] Bytes)> Items, string? Position, bool HasMore, bool IsCompleted);
