namespace Investigations.Api.Http;

/// <summary>Ends a request with a problem document: a status, a stable code and what was wrong.</summary>
internal sealed class ApiProblemException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Further members of the document, in snake_case.</summary>
    public Dictionary<string, object?> Members { get; } = [];

    public TimeSpan? RetryAfter { get; init; }

    public static ApiProblemException InvalidJson(string detail) =>
        new(StatusCodes.Status400BadRequest, "invalid_json", detail);

    public static ApiProblemException UnknownMember(string member) =>
        new(StatusCodes.Status400BadRequest, "unknown_member", $"The member '{member}' is not known here.") { Members = { ["member"] = member } };

    public static ApiProblemException InvalidMember(string member, string expected) =>
        new(StatusCodes.Status400BadRequest, "invalid_member", $"The member '{member}' must be {expected}.") { Members = { ["member"] = member } };

    public static ApiProblemException InvalidParameter(string parameter, string expected) =>
        new(StatusCodes.Status400BadRequest, "invalid_parameter", $"The parameter '{parameter}' must be {expected}.") { Members = { ["parameter"] = parameter } };

    public static ApiProblemException NotFound() =>
        new(StatusCodes.Status404NotFound, "not_found", "There is no such resource, or you have no access to it.");
}
