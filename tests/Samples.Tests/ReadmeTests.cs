using System.Reflection;

namespace Investigations.Samples.Tests;

public class ReadmeTests
{
    private static readonly string Root = typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    [Fact]
    public void QuickStart_InTheReadme_IsTheSampleThatIsCompiled()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        var sample = File.ReadAllText(Path.Combine(Root, "samples", "QuickStart", "Program.cs"));

        Assert.Contains($"```csharp\n{sample}```", readme, StringComparison.Ordinal);
    }
}
