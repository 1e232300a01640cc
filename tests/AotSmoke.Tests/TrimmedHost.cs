namespace Investigations.AotSmoke.Tests;

/// <summary>With its runtime, and without what nothing calls.</summary>
public sealed class TrimmedHost() : PublishedHost("trimmed", "-p:PublishTrimmed=true");
