namespace Investigations.Packaging.Tests;

public class PackedPackageTests
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
        Assert.Equal("README.md", Assert.Single(package.Elements("readme")));
        Assert.Equal("icon.png", Assert.Single(package.Elements("icon")));
        Assert.NotEmpty(Assert.Single(package.Elements("tags")));
        Assert.NotEqual("Package Description", Assert.Single(package.Elements("description")));
        Assert.NotEqual(name, Assert.Single(package.Elements("authors")));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_OfAProject_HoldsItsAssemblyItsDocumentationItsReadmeAndItsIcon(string name)
    {
        using var package = new PackedPackage(name);

        Assert.Superset(
            new HashSet<string> { $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml", "README.md", "icon.png" },
            package.Files.ToHashSet());
    }
}
