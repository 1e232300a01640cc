namespace Investigations.Benchmarks;

/// <summary>One line of the README's tables: what was measured here and beside it, and what it is held against.</summary>
/// <param name="Group">The part of the suite.</param>
/// <param name="What">What was done.</param>
/// <param name="Ours">What it took here.</param>
/// <param name="Beside">What it took what it is compared with.</param>
/// <param name="Value">The figure that the bar is about.</param>
/// <param name="Unit">Its unit, "×" for a ratio.</param>
internal sealed record Row(string Group, string What, string Ours, string Beside, double Value, string Unit)
{
    public double? AtMost { get; init; }

    public double? AtLeast { get; init; }

    public bool IsHeld => !(Value > AtMost) && !(Value < AtLeast) && !double.IsNaN(Value);

    public string Bar => AtMost is { } most ? $"≤ {Figure.Of(most, Unit)}" : AtLeast is { } least ? $"≥ {Figure.Of(least, Unit)}" : "";

    public string Measured => Figure.Of(Value, Unit);

    public Row NoMoreThan(double bar) => this with { AtMost = bar };

    public Row NoLessThan(double bar) => this with { AtLeast = bar };

    public override string ToString() =>
        $"{(IsHeld ? "held  " : "MISSED")} {Group}: {What}: {Ours}{(Beside.Length == 0 ? "" : $" beside {Beside}")}: {Measured}{(Bar.Length == 0 ? "" : $" (bar {Bar})")}";
}
