namespace Investigations.Benchmarks;

/// <summary>Figures that are held against nothing by themselves, such as how a cost grows.</summary>
internal sealed record Table(string Title, string Note, string[] Columns, string[][] Rows);
