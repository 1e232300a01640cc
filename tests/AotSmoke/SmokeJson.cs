using System.Text.Json.Serialization;

namespace AotSmoke;

[JsonSerializable(typeof(Document))]
[JsonSerializable(typeof(DocumentPatch))]
[JsonSerializable(typeof(Tick))]
[JsonSerializable(typeof(string[]))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
internal sealed partial class SmokeJson : JsonSerializerContext;
