using System.Text;

namespace Investigations.Benchmarks;

/// <summary>Figures that are held against nothing by themselves, such as how a cost grows.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Note">What is to be expected, and why where something else is seen; may be empty.</param>
/// <param name="Columns">Their names.</param>
/// <param name="Rows">A cell for each column.</param>
internal sealed record Table(string Title, string Note, string[] Columns, string[][] Rows)
{
    /// <summary>As Markdown, aligned so that it can be read as it is.</summary>
    public override string ToString()
    {
        var widths = Columns.Select((column, i) => Rows.Select(row => row[i].Length).Append(column.Length).Append(3).Max()).ToArray();
        var text = new StringBuilder($"### {Title}\n\n");
        if (Note.Length > 0)
        {
            text.Append(Note).Append("\n\n");
        }

        Line(Columns);
        Line([.. widths.Select(static (width, i) => i == 0 ? new string('-', width) : new string('-', width - 1) + ":")]);
        Array.ForEach(Rows, Line);
        return text.ToString();

        void Line(string[] cells) => text.Append("| ").AppendJoin(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).Append(" |\n");
    }
}
