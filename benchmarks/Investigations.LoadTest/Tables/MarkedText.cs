namespace Investigations.LoadTest;

/// <summary>A part of a file between two comments that name it.</summary>
internal static class MarkedText
{
    /// <exception cref="InvalidDataException">The file has no such comments.</exception>
    public static void Replace(string file, string name, string text)
    {
        var (start, end) = ($"<!-- {name} -->\n", $"<!-- end of {name} -->");
        var all = File.ReadAllText(file);
        var (from, to) = (all.IndexOf(start, StringComparison.Ordinal), all.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from)
        {
            throw new InvalidDataException($"{file} has no '{start.Trim()}' before '{end}'.");
        }

        File.WriteAllText(file, string.Concat(all.AsSpan(0, from + start.Length), text, all.AsSpan(to)));
    }
}
