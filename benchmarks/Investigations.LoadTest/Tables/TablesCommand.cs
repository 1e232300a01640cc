namespace Investigations.LoadTest;

/// <summary>Makes the tables and the plot of what the sections have kept. What was not measured is not shown.</summary>
internal static class TablesCommand
{
    private static readonly string[] Order = ["micro", "stores", "fan-out", "http", "redis", "host", "growth"];

    public static int Run(string folder, string readme, string page, string plot)
    {
        Section[] sections = [.. Order.Select(name => Path.Combine(folder, $"{name}.json")).Where(File.Exists).Select(Section.Load)];
        if (sections.Length == 0)
        {
            Console.Error.WriteLine($"Nothing was measured: {folder} has no section.");
            return 1;
        }

        File.WriteAllText(page, FiguresPage.Write(sections));
        if (sections.SelectMany(static section => section.Plot).ToArray() is { Length: > 0 } series)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(plot)!);
            File.WriteAllText(plot, new LinePlot("Server CPU per delivery, 1 000 streams", "events a second", "µs", series).ToSvg());
        }

        MarkedText.Replace(readme, "benchmarks", BarTables.Write(sections) + See(readme, page, plot));
        var rows = sections.SelectMany(static section => section.Rows).ToArray();
        Console.WriteLine($"{rows.Count(static row => row.Bar.Length > 0 && row.IsHeld)} of {rows.Count(static row => row.Bar.Length > 0)} bars held; {readme}, {page} and {plot} are written.");
        foreach (var row in rows.Where(static row => !row.IsHeld))
        {
            Console.WriteLine(row);
        }

        return 0;
    }

    private static string See(string readme, string page, string plot)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(readme))!;
        var (toPage, toPlot) = (Link(page), Link(plot));
        return $"\nAll figures, and how costs grow with streams, feeds, events and keys, are in [{toPage}]({toPage}).\n"
            + (File.Exists(plot) ? $"\n![Server CPU per delivery against the rate of events: the framework's result, a channel without a window, and a channel]({toPlot})\n" : "");

        string Link(string file) => Path.GetRelativePath(folder, Path.GetFullPath(file)).Replace('\\', '/');
    }
}
