using System.Text.Json.Serialization;

namespace Investigations.EventFeed.Tests;

[JsonSerializable(typeof(string))]
internal sealed partial class OnlyStrings : JsonSerializerContext;
