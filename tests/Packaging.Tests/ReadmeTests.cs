using System.Text.RegularExpressions;

namespace Investigations.Packaging.Tests;

public partial class ReadmeTests
{
    public static TheoryData<string> Packages => Repository.PackageNames;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Readme_InAPackage_IsItsPage(string name)
    {
        using var package = new PackedPackage(name);

        var readme = package.Text("README.md");

        Assert.StartsWith($"# {name}\n", readme, StringComparison.Ordinal);
        Assert.Contains($"dotnet add package {name}\n", readme, StringComparison.Ordinal);
    }

    /// <summary>The page is read where the package is, without the repository around it.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Links_InAPackagesReadme_LeadToItsHeadingsOrItsFiles(string name)
    {
        using var package = new PackedPackage(name);
        var readme = package.Text("README.md");
        var headings = Markdown.Anchors(readme);

        Assert.All(Markdown.Links(readme), link => Assert.True(
            link.StartsWith("https://", StringComparison.Ordinal) || (link.StartsWith('#') ? headings.Contains(link[1..]) : package.Files.Contains(link)),
            $"{link} leads nowhere from a package."));
    }

    [Theory]
    [MemberData(nameof(Repository.Pages), MemberType = typeof(Repository))]
    public void Links_InTheRepositorysPages_Resolve(string page)
    {
        var file = Path.Combine(Repository.Root, page);
        var text = File.ReadAllText(file);

        foreach (var link in Markdown.Links(text).Where(link => !link.StartsWith("https://", StringComparison.Ordinal)))
        {
            var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
            var target = path.Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, path);
            Assert.True(Path.Exists(target), $"{page} links to {link}, which is not there.");
            Assert.True(anchor is null || Markdown.Anchors(File.ReadAllText(target)).Contains(anchor), $"{page} links to {link}, but that page has no such heading.");
        }
    }

    private static partial class Markdown
    {
        public static IEnumerable<string> Links(string text) => Link().Matches(Code().Replace(text, "")).Select(match => match.Groups[1].Value);

        /// <summary>The anchors of headings: small letters, spaces as hyphens, other punctuation gone.</summary>
        public static HashSet<string> Anchors(string text) => [.. Heading().Matches(Fence().Replace(text, ""))
            .Select(match => Punctuation().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

        [GeneratedRegex(@"\]\(([^)\s]+)\)")]
        private static partial Regex Link();

        [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
        private static partial Regex Heading();

        [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
        private static partial Regex Fence();

        [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
        private static partial Regex Code();

        [GeneratedRegex(@"[^\w\- ]")]
        private static partial Regex Punctuation();
    }
}
