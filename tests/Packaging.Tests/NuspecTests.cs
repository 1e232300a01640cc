using System.Xml.Linq;

namespace Investigations.Packaging.Tests;

public class NuspecTests
{
    public static TheoryData<string> Packages => Repository.PackageNames;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Nuspec_OfAPackage_DependsOnlyOnWhatItMay(string name)
    {
        using var package = new PackedPackage(name);

        Assert.Equal(AllowedReferences.Of(name).Order(), package.Attributes("dependency", "id").Order());
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Nuspec_OfAPackage_DependsOnTheLowestVersionsThatWork(string name)
    {
        using var package = new PackedPackage(name);
        var central = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(e => (string)e.Attribute("Include")!, e => (string)e.Attribute("Version")!);

        Assert.All(
            package.Nuspec.Descendants().Where(e => e.Name.LocalName == "dependency" && !((string)e.Attribute("id")!).StartsWith("Investigations.", StringComparison.Ordinal)),
            dependency => Assert.Equal(central[(string)dependency.Attribute("id")!], (string)dependency.Attribute("version")!));
        Assert.Equal(["net10.0"], package.Attributes("group", "targetFramework").Distinct());
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Nuspec_OfAProvider_DependsOnItsCoreAtTheSameVersion(string name)
    {
        using var package = new PackedPackage(name);
        if (AllowedReferences.CoreOf(name) is not { } core)
        {
            Assert.DoesNotContain(package.Attributes("dependency", "id"), id => id.StartsWith("Investigations.", StringComparison.Ordinal));
            return;
        }

        var dependency = Assert.Single(package.Nuspec.Descendants(), e => e.Name.LocalName == "dependency" && (string)e.Attribute("id")! == core);
        Assert.Equal(Repository.Version, (string)dependency.Attribute("version")!);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Nuspec_OfAPackage_UsesOnlyTheAspNetCoreFramework(string name)
    {
        using var package = new PackedPackage(name);

        Assert.All(package.Attributes("frameworkReference", "name"), framework => Assert.Equal("Microsoft.AspNetCore.App", framework));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Nuspec_OfAPackage_SaysWhatItIs(string name)
    {
        using var package = new PackedPackage(name);

        Assert.Equal("MIT", Assert.Single(package.Elements("license")));
        Assert.Equal("expression", Assert.Single(package.Attributes("license", "type")));
        Assert.Equal("README.md", Assert.Single(package.Elements("readme")));
        Assert.Equal("icon.png", Assert.Single(package.Elements("icon")));
        Assert.Contains("aspnetcore", Assert.Single(package.Elements("tags")).Split(' '));
        Assert.Equal("The Investigations authors", Assert.Single(package.Elements("authors")));
        Assert.InRange(Assert.Single(package.Elements("description")).Length, 40, 4000);
    }

    [Fact]
    public void Nuspec_OfAPackageMadeInACheckout_NamesItsCommit()
    {
        if (!Path.Exists(Path.Combine(Repository.Root, ".git")))
        {
            Assert.Skip("This is no Git checkout.");
        }

        foreach (var name in Repository.Packages.Keys)
        {
            using var package = new PackedPackage(name);
            Assert.Equal("git", Assert.Single(package.Attributes("repository", "type")));
            Assert.Matches("^[0-9a-f]{40}$", Assert.Single(package.Attributes("repository", "commit")));
        }
    }

    [Fact]
    public void Descriptions_OfAllPackages_AreTheirOwn()
    {
        var descriptions = Repository.Packages.Keys.Select(name =>
        {
            using var package = new PackedPackage(name);
            return Assert.Single(package.Elements("description"));
        });

        Assert.Distinct(descriptions);
    }
}
