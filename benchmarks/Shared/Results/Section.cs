using System.Text.Json;

namespace Investigations.Benchmarks;

/// <summary>What one part of a run has found, kept in a file until the tables are made of all.</summary>
internal sealed record Section(string Name, DateTimeOffset At, double Seconds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public List<Row> Rows { get; init; } = [];

    public List<Table> Tables { get; init; } = [];

    public List<Series> Plot { get; init; } = [];

    public static Section Load(string file) => JsonSerializer.Deserialize<Section>(File.ReadAllText(file), Json)!;

    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{Name}.json"), JsonSerializer.Serialize(this, Json));
    }
}
