using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Investigations.Shared;

// Reads one package's settings from configuration: each from its key in the package's section, then from its flat name,
// which wins. A value that does not parse or is out of range is refused with the name, the value and the range.
internal sealed class Settings(IConfiguration configuration, string section, Type optionsType)
{
    public bool Boolean(string key, string? flatName, bool current) =>
        Read(key, flatName, current, "true or false", static (text, _) => text.ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" => false,
            _ => null,
        }, (0, 0));

    public int Int32(string key, string? flatName, int current, int min, int max) =>
        Read(key, flatName, current, $"a whole number from {min} to {max}", static (text, range) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= range.Min && value <= range.Max ? value : null, (Min: min, Max: max));

    public double Number(string key, string? flatName, double current, double min, double max) =>
        Read(key, flatName, current, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"), ParseNumber, (Min: min, Max: max));

    public TimeSpan Seconds(string key, string? flatName, TimeSpan current, double min, double max) =>
        TimeSpan.FromSeconds(Read(key, flatName, current.TotalSeconds,
            string.Create(CultureInfo.InvariantCulture, $"a number of seconds from {min} to {max}"), ParseNumber, (Min: min, Max: max)));

    public TEnum Enum<TEnum>(string key, string? flatName, TEnum current) where TEnum : struct, Enum =>
        Read(key, flatName, current, $"one of {string.Join(", ", System.Enum.GetNames<TEnum>())}", static (text, _) =>
            System.Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && System.Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
                ? value : null, (0, 0));

    public string Text(string key, string? flatName, string current, string accepted, Func<string, bool> isValid)
    {
        foreach (var (name, text) in Given(key, flatName))
        {
            current = isValid(text) ? text : throw Refused(name, text, accepted);
        }

        return current;
    }

    private static double? ParseNumber(string text, (double Min, double Max) range) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && value >= range.Min && value <= range.Max ? value : null;

    private T Read<T, TRange>(string key, string? flatName, T current, string accepted, Func<string, TRange, T?> parse, TRange range)
        where T : struct
    {
        foreach (var (name, text) in Given(key, flatName))
        {
            current = parse(text.Trim(), range) ?? throw Refused(name, text, accepted);
        }

        return current;
    }

    private IEnumerable<(string Name, string Text)> Given(string key, string? flatName)
    {
        if (configuration[$"{section}:{key}"] is { } sectional)
        {
            yield return ($"{section}:{key}", sectional);
        }

        if (flatName is not null && configuration[flatName] is { } flat)
        {
            yield return (flatName, flat);
        }
    }

    private OptionsValidationException Refused(string name, string value, string accepted) =>
        new(Options.DefaultName, optionsType, [$"{name} is '{value}', but must be {accepted}."]);
}
