using System.Text.Json;

namespace Investigations.Api.Http;

/// <summary>The members of a JSON object of a request, each read strictly: a wrong one is named, an unknown one is refused.</summary>
internal readonly struct JsonMembers
{
    private readonly JsonElement _object;
    private readonly string _path;

    private JsonMembers(JsonElement value, string path) => (_object, _path) = (value, path);

    public static JsonMembers Of(JsonElement value, ReadOnlySpan<string> known, string path = "")
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw path.Length == 0
                ? ApiProblemException.InvalidJson("The body must be a JSON object.")
                : ApiProblemException.InvalidMember(path, "a JSON object");
        }

        var members = new JsonMembers(value, path);
        foreach (var member in value.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw ApiProblemException.UnknownMember(members.PathOf(member.Name));
            }
        }

        return members;
    }

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public bool Has(string name, out JsonElement value) => _object.TryGetProperty(name, out value);

    /// <summary>A string of <paramref name="min"/> to <paramref name="max"/> characters; null where it is absent or null.</summary>
    public string? Text(string name, int min, int max, bool lines = false)
    {
        if (!Has(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        return text is not null && text.Length >= min && text.Length <= max && !text.Any(c => char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t'))
            ? text
            : throw ApiProblemException.InvalidMember(PathOf(name), $"a string of {min} to {max} characters without control characters");
    }

    public string RequiredText(string name, int min, int max) =>
        Text(name, min, max) ?? throw ApiProblemException.InvalidMember(PathOf(name), $"a string of {min} to {max} characters");

    /// <summary>A list of up to <paramref name="maxCount"/> strings of 1 to 200 characters; empty where it is absent or null.</summary>
    public IReadOnlyList<string> Texts(string name, int maxCount)
    {
        if (!Has(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxCount)
        {
            throw ApiProblemException.InvalidMember(PathOf(name), $"a list of at most {maxCount} strings");
        }

        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : "";
            if (text.Length is 0 or > 200 || text.Any(char.IsControl))
            {
                throw ApiProblemException.InvalidMember($"{PathOf(name)}[{texts.Count}]", "a string of 1 to 200 characters without control characters");
            }

            texts.Add(text);
        }

        return texts;
    }

    public int? Int32(string name, int min, int max) =>
        !Has(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max ? number
        : throw ApiProblemException.InvalidMember(PathOf(name), $"a whole number from {min} to {max}");

    /// <summary>An RFC 3339 time; null where it is absent or null.</summary>
    public DateTimeOffset? Time(string name) =>
        !Has(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String && Rfc3339.TryParse(value.GetString()!, out var time) ? time
        : throw ApiProblemException.InvalidMember(PathOf(name), "an RFC 3339 time such as 2026-01-01T00:00:00.123Z");
}
