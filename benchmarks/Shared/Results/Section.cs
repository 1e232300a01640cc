using System.Text.Json;
using System.Text.Json.Serialization;

namespace Investigations.Benchmarks;

/// <summary>What one part of a run has found, kept in a file until the tables are made of all.</summary>
internal sealed record Section(string Name, DateTimeOffset At, double Seconds, string Machine)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public IReadOnlyList<Row> Rows { get; init; } = [];

    public IReadOnlyList<Table> Tables { get; init; } = [];

    public IReadOnlyList<Series> Plot { get; init; } = [];

    public static Section Of(string name, TimeSpan duration) => new(name, TimeProvider.System.GetUtcNow(), duration.TotalSeconds, Benchmarks.Machine.Describe());

    public static Section Load(string file) => JsonSerializer.Deserialize<Section>(File.ReadAllText(file), Json)!;

    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{Name}.json"), JsonSerializer.Serialize(this, Json));
    }
}
