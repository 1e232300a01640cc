namespace Investigations.Concurrency.Tests;

internal sealed record Document(string Id, string Title, long Version);

internal sealed record DocumentPatch(string? Title);
