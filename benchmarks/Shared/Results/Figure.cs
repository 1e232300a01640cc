using System.Globalization;

namespace Investigations.Benchmarks;

/// <summary>Numbers as the tables write them: three digits are enough.</summary>
internal static class Figure
{
    public static string Of(double value) => value switch
    {
        double.NaN => "-",
        0 => "0",
        >= 10_000 or <= -10_000 => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' '),
        >= 100 or <= -100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 or <= -10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 0.1 or <= -0.1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    public static string Of(double value, string unit) => $"{Of(value)} {unit}";

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    /// <param name="sorted">In ascending order.</param>
    /// <param name="part">0.99 for the 99th percentile.</param>
    public static double At(IReadOnlyList<double> sorted, double part) => sorted.Count == 0 ? double.NaN : sorted[(int)((sorted.Count - 1) * part)];
}
