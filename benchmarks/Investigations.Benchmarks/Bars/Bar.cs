using System.Text.Json;

namespace Investigations.Benchmarks;

/// <summary>What a benchmark is held against: its allocations exactly, and its time by the ratio to another benchmark of the same run.</summary>
/// <param name="Benchmark">Its class and method, and its parameters in brackets.</param>
/// <param name="What">The work, for people.</param>
/// <param name="Beside">What it is compared with, for people.</param>
internal sealed record Bar(string Benchmark, string What, string Beside)
{
    /// <summary>The method of the same class that is compared with, where it is not the class's baseline.</summary>
    public string? Of { get; init; }

    /// <summary>What part of the other's time it may take.</summary>
    public double? Ratio { get; init; }

    /// <summary>Bytes that one operation allocates as things stand; the gate lets through no more.</summary>
    public long? Bytes { get; init; }

    /// <summary>Bytes that it should not exceed in any case, where that is more.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Bytes that one operation allocates beyond the other as things stand.</summary>
    public long? MoreBytes { get; init; }

    /// <summary>Bytes beyond the other that it should not exceed in any case, where that is more.</summary>
    public long? MaxMoreBytes { get; init; }

    /// <summary>What part of the other's bytes it may allocate.</summary>
    public double? BytesRatio { get; init; }

    /// <summary>What the gate multiplies the ratio by, for noise.</summary>
    public double Margin { get; init; } = 1.35;

    /// <summary>Whether the gate holds it; else only a full run does.</summary>
    public bool Gate { get; init; } = true;

    /// <summary>The part of the suite.</summary>
    public string Group => Class switch
    {
        ['C', ..] => Groups.Concurrency,
        ['E', ..] => Groups.EventFeed,
        ['R', ..] => Groups.RateLimiting,
        _ => Groups.Sse,
    };

    public string Class => Benchmark[..Benchmark.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>In brackets; empty without any.</summary>
    public string Parameters => Benchmark.IndexOf('[', StringComparison.Ordinal) is > 0 and var start ? Benchmark[start..] : "";

    /// <summary>The compared method with the same parameters.</summary>
    public string? Other => Of is null ? null : $"{Class}.{Of}{Parameters}";

    public static IReadOnlyList<Bar> Load(string file) => JsonSerializer.Deserialize<Bar[]>(File.ReadAllText(file), JsonSerializerOptions.Web)!;

    /// <summary>A line for each thing that is held.</summary>
    /// <param name="ours">This benchmark's figures.</param>
    /// <param name="other">Those of the one compared with.</param>
    /// <param name="isGate">Whether the fastest iterations are compared, and the margin added.</param>
    public IEnumerable<Row> Rows(Figures ours, Figures other, bool isGate)
    {
        if (Ratio is { } ratio)
        {
            var (one, two) = isGate ? (ours.Fastest, other.Fastest) : (ours.Mean, other.Mean);
            yield return new Row(Group, $"{What}: time", Figures.Time(one), $"{Beside}: {Figures.Time(two)}", one / two, "×").NoMoreThan(isGate ? ratio * Margin : ratio);
        }

        if (BytesRatio is { } bytesRatio)
        {
            yield return Allocated(ours, other, (double)ours.Bytes / other.Bytes, "×", bytesRatio);
        }

        if ((isGate ? Bytes : MaxBytes ?? Bytes) is { } bytes)
        {
            yield return Allocated(ours, other, isGate ? WholeObjects(ours.Bytes) : ours.Bytes, "B", bytes);
        }

        if ((isGate ? MoreBytes : MaxMoreBytes ?? MoreBytes) is { } more)
        {
            yield return Allocated(ours, other, isGate ? WholeObjects(ours.Bytes - other.Bytes) : ours.Bytes - other.Bytes, "B more", more);
        }
    }

    // Objects take multiples of 8 bytes, and 24 at the least: a few bytes beyond are a share of what else the process does.
    private static long WholeObjects(long bytes) => bytes - (bytes % 8);

    private Row Allocated(Figures ours, Figures other, double value, string unit, double bar) =>
        new Row(Group, $"{What}: allocated", $"{ours.Bytes} B", $"{Beside}: {other.Bytes} B", value, unit).NoMoreThan(bar);
}
