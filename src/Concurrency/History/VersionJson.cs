using System.Globalization;
using System.Text.Json;

namespace Investigations.Concurrency;

/// <summary>What versions look like to clients.</summary>
internal static class VersionJson
{
    public static void Write(Utf8JsonWriter json, VersionInfo info, string resourceIdName, string etag)
    {
        json.WriteStartObject();
        json.WriteString(resourceIdName, info.ResourceId);
        json.WriteNumber("version", info.Version);
        json.WriteString("etag", etag);
        json.WriteString("updated_at", Time(info.UpdatedAt));
        json.WriteString("updated_by", info.UpdatedBy);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, VersionHistoryPage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("history");
        foreach (var entry in page.Entries)
        {
            Write(json, entry);
        }

        json.WriteEndArray();
        WriteNumberOrNull(json, "next", page is { HasMore: true, Entries: [.., var last] } ? last.Version : null);
        json.WriteBoolean("has_more", page.HasMore);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, VersionHistoryEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("version", entry.Version);
        WriteNumberOrNull(json, "previous_version", entry.PreviousVersion);
        json.WriteString("changed_at", Time(entry.ChangedAt));
        json.WriteString("changed_by", entry.ChangedBy);
        json.WritePropertyName("changes");
        if (entry.Changes.ValueKind == JsonValueKind.Undefined)
        {
            json.WriteNullValue();
        }
        else
        {
            entry.Changes.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteNumberOrNull(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
