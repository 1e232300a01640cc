using System.Text.RegularExpressions;

namespace Investigations.Consumer.Tests.Pages;

/// <summary>A line <c>//= Page: Heading: number</c> in a program's file, where the page's block goes; without a number it is the first.</summary>
internal sealed partial record Placeholder(string Page, string Heading, int Number)
{
    public static IEnumerable<Placeholder> In(string source) => Line().Matches(source).Select(Of);

    /// <summary>The source with the pages' blocks in their places.</summary>
    public static string Fill(string source) => Line().Replace(source, match => Of(match).Block().Text);

    public Block Block() =>
        Pages.Page.All[Page].Blocks.SingleOrDefault(block => block.Language == "csharp" && block.Heading == Heading && block.Number == Number)
        ?? throw new InvalidOperationException($"The page {Page} has no C# block {Number} under \"{Heading}\".");

    private static Placeholder Of(Match match) =>
        new(match.Groups["page"].Value, match.Groups["heading"].Value, match.Groups["number"] is { Success: true, Value: var number } ? int.Parse(number, null) : 1);

    [GeneratedRegex(@"^ *//= (?<page>[\w.]+): (?<heading>[^:\n]+)(: (?<number>\d+))?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
