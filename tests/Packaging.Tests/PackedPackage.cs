using System.IO.Compression;
using System.Xml.Linq;

namespace Investigations.Packaging.Tests;

/// <summary>A packed file as <c>eng/test.sh</c> leaves it.</summary>
internal sealed class PackedPackage : IDisposable
{
    private readonly ZipArchive _archive;

    public PackedPackage(string name)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "package");
        var path = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"{name}.{Repository.Version}.nupkg", SearchOption.AllDirectories).SingleOrDefault()
            : null;
        Assert.True(path is not null, $"{name} {Repository.Version} is not packed: run eng/test.sh, or `dotnet pack` first.");
        _archive = ZipFile.OpenRead(path);
        Nuspec = XDocument.Load(_archive.GetEntry($"{name}.nuspec")!.Open());
    }

    public XDocument Nuspec { get; }

    public IEnumerable<string> Files => _archive.Entries.Select(entry => entry.FullName);

    public IEnumerable<string> Elements(string name) => Nuspec.Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value);

    public IEnumerable<string> Attributes(string element, string attribute) =>
        Nuspec.Descendants().Where(e => e.Name.LocalName == element).Select(e => (string)e.Attribute(attribute)!);

    public void Dispose() => _archive.Dispose();
}
