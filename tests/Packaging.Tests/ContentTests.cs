using System.Buffers.Binary;

namespace Investigations.Packaging.Tests;

public class ContentTests
{
    public static TheoryData<string> Packages => Repository.PackageNames;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_OfAProject_HoldsItsAssemblyItsDocumentationItsReadmeItsIconAndNothingElse(string name)
    {
        using var package = new PackedPackage(name);
        string[] script = name is "Investigations.EventFeed.Sqlite" or "Investigations.EventFeed.PostgreSql" ? ["sql/schema.sql"] : [];

        Assert.Equal([.. new[] { $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml", "README.md", "icon.png" }.Concat(script).Order(StringComparer.Ordinal)], package.Files.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Icon_OfAPackage_IsASquarePng(string name)
    {
        using var package = new PackedPackage(name);

        var icon = package.Bytes("icon.png");

        Assert.Equal([0x89, .. "PNG\r\n\x1a\n"u8], icon[..8]);
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)));
    }
}
