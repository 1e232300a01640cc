namespace Investigations.Consumer.Tests.Workspace;

/// <summary>The tests whose programs are made and built together.</summary>
[CollectionDefinition(Name)]
public sealed class SharedWorkspace : ICollectionFixture<ConsumerWorkspace>
{
    public const string Name = "Workspace";
}
