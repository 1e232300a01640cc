using System.Diagnostics;

namespace Investigations.LoadTest;

/// <summary>A section in the making: prints what it finds as soon as it has found it.</summary>
internal sealed class Run(string name)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<Row> _rows = [];
    private readonly List<Table> _tables = [];
    private readonly List<Series> _plot = [];

    public void Add(Row row)
    {
        _rows.Add(row);
        Console.WriteLine(row);
    }

    public void Add(Table table)
    {
        _tables.Add(table);
        Console.WriteLine(table);
    }

    public void Add(Series series) => _plot.Add(series);

    /// <summary>Keeps it where the arguments say so.</summary>
    public int End(Arguments load) => End(load.Results);

    public int End(string? results)
    {
        var section = Section.Of(name, Stopwatch.GetElapsedTime(_started)) with { Rows = _rows, Tables = _tables, Plot = _plot };
        Console.WriteLine($"{name}: {section.Seconds:F0} s, {_rows.Count(row => row.IsHeld)} of {_rows.Count} held");
        if (results is { } folder)
        {
            section.Save(folder);
        }

        return 0;
    }
}
