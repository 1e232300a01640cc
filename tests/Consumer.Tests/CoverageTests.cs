using Investigations.Consumer.Tests.Pages;
using Investigations.Consumer.Tests.Workspace;

namespace Investigations.Consumer.Tests;

/// <summary>No line of code on a page goes untested.</summary>
public class CoverageTests
{
    /// <summary>What other tests do, or are.</summary>
    private static readonly string[] TestedElsewhere = ["sqlite3 ", "eng/test.sh", "eng/bench.sh", "dotnet run --project samples/"];

    public static TheoryData<string> Pages => [.. Page.All.Keys];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_OfAPage_StandsInAProgram(string page)
    {
        var used = ConsumerProgram.All.SelectMany(program => program.Placeholders).Where(placeholder => placeholder.Page == page).Select(placeholder => placeholder.Block());

        Assert.Equal(Page.All[page].Blocks.Where(block => block.Language == "csharp").Order(ByPlace), used.Distinct().Order(ByPlace));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void ShellLines_OfAPage_AddAPackageOrAreRun(string page) => Assert.All(Page.All[page].ShellLines, line => Assert.True(
        line.StartsWith("dotnet add package ", StringComparison.Ordinal)
        || line.StartsWith("curl ", StringComparison.Ordinal)
        || TestedElsewhere.Any(start => line.StartsWith(start, StringComparison.Ordinal)),
        line));

    private static Comparer<Block> ByPlace { get; } =
        Comparer<Block>.Create((a, b) => (a.Heading, a.Number).CompareTo((b.Heading, b.Number)));
}
