using System.Globalization;
using System.Text;

namespace Investigations.LoadTest;

/// <summary>What was held against a bar, a table for each part of the suite.</summary>
internal static class BarTables
{
    public static string Write(IReadOnlyList<Section> sections)
    {
        var text = new StringBuilder();
        var rows = sections.SelectMany(static section => section.Rows).ToArray();
        foreach (var group in Groups.All)
        {
            Row[] mine = [.. rows.Where(row => row.Group == group)];
            if (mine.Length == 0)
            {
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"**{group}**\n\n| what | here | beside it | result | bar |\n|---|---|---|---|---|\n");
            foreach (var row in mine)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row.What} | {row.Ours} | {row.Beside} | {row.Measured}{(row.IsHeld ? "" : " (missed)")} | {row.Bar} |\n");
            }

            text.Append('\n');
        }

        return text.Append(About(sections)).ToString();
    }

    /// <summary>Where and when it was measured, a line for each machine.</summary>
    public static string About(IReadOnlyList<Section> sections) => string.Concat(sections
        .GroupBy(static section => section.Machine)
        .Select(static machine => string.Create(
            CultureInfo.InvariantCulture,
            $"Measured {Span(machine.Min(static s => s.At.AddSeconds(-s.Seconds)), machine.Max(static s => s.At))} with `eng/bench.sh` in {machine.Sum(static s => s.Seconds) / 60:0} minutes on {machine.Key}; servers and clients shared it.\n")));

    private static string Span(DateTimeOffset first, DateTimeOffset last) => first.UtcDateTime.Date == last.UtcDateTime.Date
        ? string.Create(CultureInfo.InvariantCulture, $"{first.UtcDateTime:yyyy-MM-dd} from {first.UtcDateTime:HH:mm} to {last.UtcDateTime:HH:mm} UTC")
        : string.Create(CultureInfo.InvariantCulture, $"from {first.UtcDateTime:yyyy-MM-dd} to {last.UtcDateTime:yyyy-MM-dd}");
}
