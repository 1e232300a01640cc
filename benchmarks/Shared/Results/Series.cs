namespace Investigations.Benchmarks;

/// <summary>A line of the plot.</summary>
internal sealed record Series(string Name, double[] X, double[] Y);
