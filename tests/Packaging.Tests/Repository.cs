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

    /// <summary>The repository's own pages, as paths from its root.</summary>
    public static TheoryData<string> Pages { get; } =
    [
        .. new[] { "", "docs", "samples", "benchmarks", "src" }.Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", folder == Root ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file))
            .Order(StringComparer.Ordinal),
    ];

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
