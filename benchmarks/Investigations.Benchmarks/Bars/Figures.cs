using System.Globalization;

namespace Investigations.Benchmarks;

/// <summary>One benchmark's figures.</summary>
/// <param name="Mean">Nanoseconds an operation takes.</param>
/// <param name="Fastest">The same in the fastest iteration: what else the machine does can only add to it.</param>
/// <param name="Bytes">What an operation allocates.</param>
internal sealed record Figures(double Mean, double Fastest, long Bytes)
{
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0.#} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000:0.##} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000:0.##} ms"),
    };
}
