namespace Investigations.Sse.Tests;

/// <summary>Tests that measure the process or a real clock: no others run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
