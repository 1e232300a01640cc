using Investigations.Testing;

namespace Investigations.Samples.Tests;

public class ReadmeTests
{
    [Fact]
    public void QuickStart_InTheReadme_IsTheSampleThatIsCompiled()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        var sample = File.ReadAllText(Repository.PathOf("samples", "QuickStart", "Program.cs"));

        Assert.Contains($"```csharp\n{sample}```", readme, StringComparison.Ordinal);
    }
}
