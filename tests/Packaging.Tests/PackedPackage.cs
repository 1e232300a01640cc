using System.IO.Compression;
using System.Xml.Linq;

namespace Investigations.Packaging.Tests;

/// <summary>A packed file as <c>eng/test.sh</c> leaves it.</summary>
internal sealed class PackedPackage : IDisposable
{
    private readonly ZipArchive _archive;

    public PackedPackage(string name, string extension = "nupkg")
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "package");
        var path = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"{name}.{Repository.Version}.{extension}", SearchOption.AllDirectories).SingleOrDefault()
            : null;
        Assert.True(path is not null, $"{name} {Repository.Version} is not packed: run eng/test.sh, or `dotnet pack` first.");
        _archive = ZipFile.OpenRead(path);
        Nuspec = XDocument.Load(_archive.GetEntry($"{name}.nuspec")!.Open());
    }

    public XDocument Nuspec { get; }

    /// <summary>What the author put into the package, without what the container format adds.</summary>
    public IEnumerable<string> Files => _archive.Entries.Select(entry => entry.FullName)
        .Where(file => !file.EndsWith(".nuspec", StringComparison.Ordinal) && !file.EndsWith(".psmdcp", StringComparison.Ordinal) && file is not ("[Content_Types].xml" or "_rels/.rels"));

    public IEnumerable<string> Elements(string name) => Nuspec.Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value);

    public IEnumerable<string> Attributes(string element, string attribute) =>
        Nuspec.Descendants().Where(e => e.Name.LocalName == element).Select(e => (string)e.Attribute(attribute)!);

    public byte[] Bytes(string file)
    {
        using var content = (_archive.GetEntry(file) ?? throw new FileNotFoundException($"The package has no {file}.")).Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    public string Text(string file) => System.Text.Encoding.UTF8.GetString(Bytes(file));

    public void Dispose() => _archive.Dispose();
}
