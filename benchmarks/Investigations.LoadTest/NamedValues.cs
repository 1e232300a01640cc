using System.Globalization;

namespace Investigations.LoadTest;

/// <summary>What a command line says in pairs: <c>--name value</c>.</summary>
internal sealed class NamedValues(string[] args)
{
    private readonly Dictionary<string, string> _values =
        args.Chunk(2).Where(static pair => pair.Length == 2).ToDictionary(static pair => pair[0].TrimStart('-'), static pair => pair[1]);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Number(string name, int otherwise, int max) =>
        Text(name) is { } text ? Math.Clamp(int.Parse(text, CultureInfo.InvariantCulture), 1, max) : otherwise;
}
