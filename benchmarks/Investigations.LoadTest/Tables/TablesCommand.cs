namespace Investigations.LoadTest;

/// <summary>Makes the tables and the plot of what the sections have kept. What was not measured is not shown.</summary>
internal static class TablesCommand
{
    private static readonly string[] Order = ["micro", "stores", "fan-out", "http", "redis", "growth"];

    public static int Run(string folder, string readme, string page, string plot)
    {
        Section[] sections = [.. Order.Select(name => Path.Combine(folder, $"{name}.json")).Where(File.Exists).Select(Section.Load)];
        if (sections.Length == 0)
        {
            Console.Error.WriteLine($"Nothing was measured: {folder} has no section.");
            return 1;
        }

        MarkedText.Replace(readme, "benchmarks", BarTables.Write(sections));
        File.WriteAllText(page, FiguresPage.Write(sections));
        if (sections.SelectMany(static section => section.Plot).ToArray() is { Length: > 0 } series)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(plot)!);
            File.WriteAllText(plot, new LinePlot("Server CPU per delivery, 1 000 streams", "events a second", "µs", series).ToSvg());
        }

        var rows = sections.SelectMany(static section => section.Rows).ToArray();
        Console.WriteLine($"{rows.Count(static row => row.Bar.Length > 0 && row.IsHeld)} of {rows.Count(static row => row.Bar.Length > 0)} bars held; {readme}, {page} and {plot} are written.");
        foreach (var row in rows.Where(static row => !row.IsHeld))
        {
            Console.WriteLine(row);
        }

        return 0;
    }
}
