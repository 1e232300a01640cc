namespace Investigations.Concurrency.Tests;

public sealed class GeneratorTests
{
    [Fact]
    public void Handlers_OfTheseTests_AreGenerated() =>
        Assert.Contains(typeof(GeneratorTests).Assembly.GetTypes(), static type => type.Name.EndsWith("GeneratedRouteBuilderExtensionsCore", StringComparison.Ordinal));
}
