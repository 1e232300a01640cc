using System.Text.RegularExpressions;
using Investigations.Testing;

namespace Investigations.Consumer.Tests.Pages;

/// <summary>A page of documentation, and the fenced blocks on it.</summary>
internal sealed partial class Page
{
    private Page(string name, string text)
    {
        Name = name;
        Blocks = [.. Read(text)];
    }

    /// <summary>Every page whose code has to work: those of the packages, by their folders, and the repository's own.</summary>
    public static IReadOnlyDictionary<string, Page> All { get; } = Directory
        .EnumerateFiles(Repository.PathOf("src"), "README.md", SearchOption.AllDirectories)
        .Select(file => new Page(Path.GetFileName(Path.GetDirectoryName(file)!), File.ReadAllText(file)))
        .Append(new Page("README", File.ReadAllText(Repository.PathOf("README.md"))))
        .Append(new Page("migration", File.ReadAllText(Repository.PathOf("docs", "migration.md"))))
        .ToDictionary(page => page.Name, StringComparer.Ordinal);

    public string Name { get; }

    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>What is to be typed into a shell: the blocks without a language, line by line.</summary>
    public IEnumerable<string> ShellLines => Blocks.Where(block => block.Language.Length == 0).SelectMany(block => block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<Block> Read(string text)
    {
        var heading = "";
        var counts = new Dictionary<(string, string), int>();
        foreach (Match match in HeadingOrBlock().Matches(text))
        {
            if (match.Groups["heading"].Success)
            {
                heading = match.Groups["heading"].Value;
                continue;
            }

            var language = match.Groups["language"].Value;
            var number = counts[(heading, language)] = counts.GetValueOrDefault((heading, language)) + 1;
            yield return new Block(heading, language, number, match.Groups["text"].Value);
        }
    }

    [GeneratedRegex(@"^#+ (?<heading>[^\n]+)$|^```(?<language>\w*)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex HeadingOrBlock();
}
