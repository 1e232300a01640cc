using System.Text;

namespace Investigations.Packaging.Tests;

public class AssemblyTests
{
    public static TheoryData<string> Packages => Repository.PackageNames;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Assembly_OfAPackage_ReferencesTheFrameworkItsCoreAndItsClientAlone(string name)
    {
        using var package = new PackedPackage(name);
        using var assembly = new PackedAssembly(package, name);
        var allowed = AllowedReferences.Of(name).ToHashSet();

        // What a client brings along (its abstractions) begins with the client's family name.
        var families = allowed.Where(reference => !reference.StartsWith("Investigations.", StringComparison.Ordinal))
            .Select(client => client == "Microsoft.EntityFrameworkCore.Relational" ? "Microsoft.EntityFrameworkCore" : client == "Microsoft.Data.Sqlite" ? "SQLitePCLRaw" : client)
            .ToList();

        Assert.DoesNotContain(assembly.References, reference =>
            !IsFramework(reference) && !allowed.Contains(reference) && !families.Any(family => reference.StartsWith(family, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Assembly_OfAPackage_IsReproducibleAndNamesNoFolderOfTheMachine(string name)
    {
        using var package = new PackedPackage(name);
        using var assembly = new PackedAssembly(package, name);

        Assert.True(assembly.IsReproducible);
        foreach (var folder in MachineFolders.All)
        {
            Assert.Equal(-1, assembly.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder)));
            Assert.Equal(-1, assembly.Bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(folder)));
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Assembly_OfAPackage_SaysItsVersion(string name)
    {
        using var package = new PackedPackage(name);
        using var assembly = new PackedAssembly(package, name);

        Assert.StartsWith(Repository.Version, assembly.Attribute("AssemblyInformationalVersionAttribute"), StringComparison.Ordinal);
    }

    private static bool IsFramework(string reference) =>
        reference.StartsWith("System.", StringComparison.Ordinal)
        || reference.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
        || reference.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || reference == "Microsoft.Net.Http.Headers";
}
