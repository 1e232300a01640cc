using System.Xml.Linq;

namespace Investigations.Packaging.Tests;

public class DocumentationTests
{
    public static TheoryData<string> Packages => Repository.PackageNames;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Documentation_OfEveryPublicMember_SaysSomething(string name)
    {
        using var package = new PackedPackage(name);
        using var assembly = new PackedAssembly(package, name);
        var documented = XDocument.Parse(package.Text($"lib/net10.0/{name}.xml")).Descendants("member").Where(SaysSomething).Select(Identifier).ToHashSet();

        var silent = assembly.PublicMembers.Where(member => !documented.Contains(member)).ToList();

        Assert.NotEmpty(documented);
        Assert.Empty(silent);
    }

    /// <summary>A member's identifier without its parameters, and without the number of its type parameters if it is a method.</summary>
    private static string Identifier(XElement member)
    {
        var identifier = ((string)member.Attribute("name")!).Split('(')[0];
        return identifier.Split("``")[0];
    }

    private static bool SaysSomething(XElement member) =>
        member.Element("inheritdoc") is not null || member.Element("summary") is { } summary && (summary.Value.Trim().Length > 0 || summary.HasElements);
}
