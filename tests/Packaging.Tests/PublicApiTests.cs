namespace Investigations.Packaging.Tests;

public class PublicApiTests
{
    public static TheoryData<string> Packages => Repository.PackageNames;

    /// <summary>The analyzer that compares them with the code is silent where they are missing.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void PublicApi_OfAPackage_IsWrittenDown(string name)
    {
        var folder = Path.GetDirectoryName(Repository.Packages[name])!;
        string[] files = ["PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt"];

        var lines = files.SelectMany(file => File.ReadLines(Path.Combine(folder, file))).ToList();

        Assert.Equal(2, lines.Count(line => line == "#nullable enable"));
        Assert.Contains(lines, line => line.StartsWith("Investigations.", StringComparison.Ordinal));
    }
}
