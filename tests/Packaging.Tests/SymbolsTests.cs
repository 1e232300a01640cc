using System.Reflection.Metadata;
using System.Text;

namespace Investigations.Packaging.Tests;

public class SymbolsTests
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    public static TheoryData<string> Packages => Repository.PackageNames;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Symbols_OfAPackage_AreTheOneFileBesideIt(string name)
    {
        using var symbols = new PackedPackage(name, "snupkg");

        Assert.Equal([$"lib/net10.0/{name}.pdb"], symbols.Files);
        Assert.Equal("SymbolsPackage", Assert.Single(symbols.Attributes("packageType", "name")));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Sources_InTheSymbols_AreNamedByTheirPlaceInTheRepository(string name)
    {
        using var symbols = new PackedPackage(name, "snupkg");
        var bytes = symbols.Bytes($"lib/net10.0/{name}.pdb");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(bytes));
        var reader = provider.GetMetadataReader();

        var documents = reader.Documents.Select(handle => (Handle: handle, Name: reader.GetString(reader.GetDocument(handle).Name))).ToList();

        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.StartsWith("/_", document.Name, StringComparison.Ordinal));
        Assert.All(MachineFolders.All, folder => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder))));

        // What Git does not hold (what generators wrote) comes along in the file.
        Assert.All(
            documents.Where(document => !document.Name.StartsWith("/_/src/", StringComparison.Ordinal)),
            document => Assert.Contains(reader.GetCustomDebugInformation(document.Handle), info => reader.GetGuid(reader.GetCustomDebugInformation(info).Kind) == EmbeddedSource));
    }
}
