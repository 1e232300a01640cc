using System.Text;

namespace Investigations.LoadTest;

/// <summary>The page with every figure.</summary>
internal static class FiguresPage
{
    private const string Start =
        """
        # Benchmarks

        What the packages cost beside what one would use instead, and how it grows. Made by `eng/bench.sh`; nothing here is written by hand. The tables held against bars are in the [README](../README.md#benchmarks).

        Read ratios, not times: machines differ, and a virtual machine differs from itself an hour later. Both sides of a ratio were measured in the same run: over sockets and Redis mostly in turns, in one process, on the stores and as work grows one after the other.


        """;

    public static string Write(IReadOnlyList<Section> sections)
    {
        var text = new StringBuilder(Start.ReplaceLineEndings("\n")).Append(BarTables.About(sections)).Append('\n');
        foreach (var section in sections.Where(static section => section.Tables.Count > 0))
        {
            text.Append("## ").Append(Title(section.Name)).Append("\n\n");
            if (section.Plot.Count > 0)
            {
                text.Append("![Server CPU per delivery against the rate of events](images/fan-out.svg)\n\n");
            }

            foreach (var table in section.Tables)
            {
                text.Append(table).Append('\n');
            }
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static string Title(string section) => section switch
    {
        "micro" => "In one process",
        "stores" => "Stores of the event feed",
        "fan-out" => "Streams over sockets",
        "growth" => "How costs grow",
        _ => section,
    };
}
