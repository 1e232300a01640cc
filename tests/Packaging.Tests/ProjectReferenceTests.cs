using System.Xml.Linq;

namespace Investigations.Packaging.Tests;

public class ProjectReferenceTests
{
    public static TheoryData<string> Packages => Repository.PackageNames;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Project_OfAPackage_ReferencesOnlyWhatItMay(string package)
    {
        var project = XDocument.Load(Repository.Packages[package]);

        var references = References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
            .Concat(References(project, "PackageReference"));

        Assert.Equal(AllowedReferences.Of(package).Order(), references.Order());
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Project_OfAPackage_ReferencesTheFrameworkAndNothingBeside(string package)
    {
        var project = XDocument.Load(Repository.Packages[package]);

        Assert.All(References(project, "FrameworkReference"), name => Assert.Equal("Microsoft.AspNetCore.App", name));
        Assert.Empty(References(project, "Reference"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Project_OfAPackage_CompilesNoOtherPackagesSource(string package)
    {
        var linked = References(XDocument.Load(Repository.Packages[package]), "Compile");

        Assert.All(linked, path => Assert.StartsWith("../Shared/", path.Replace('\\', '/'), StringComparison.Ordinal));
    }

    private static IEnumerable<string> References(XDocument project, string item) =>
        project.Descendants(item).Select(element => (string)element.Attribute("Include")!);
}
