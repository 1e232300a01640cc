using System.Reflection;

namespace Investigations.Packaging.Tests;

internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot").Replace('\\', '/');

    public static string Version { get; } = Metadata("PackageVersion");

    /// <summary>The projects under src that become packages, by name.</summary>
    public static IReadOnlyDictionary<string, string> Packages { get; } = Directory
        .EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, file => file, StringComparer.Ordinal);

    public static TheoryData<string> PackageNames { get; } = [.. Packages.Keys.Order(StringComparer.Ordinal)];

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
