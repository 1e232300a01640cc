using System.Net;

namespace Investigations.Samples.Tests.Security;

/// <summary>Who may call an endpoint, what to send, and what those who may are answered.</summary>
internal sealed record EndpointRule(Access Access, HttpStatusCode Success, string? Body = null, string Query = "", string? IfMatch = null, bool IsConditional = false)
{
    /// <summary>Every endpoint of the host, by method and pattern. One that is missing here fails the test.</summary>
    public static IReadOnlyDictionary<string, EndpointRule> All { get; } = new Dictionary<string, EndpointRule>
    {
        ["POST /dev/token"] = new(Access.Anybody, HttpStatusCode.OK, """{"user":"x","roles":[]}"""),
        ["POST /api/v1/session"] = new(Access.Users, HttpStatusCode.NoContent),
        ["DELETE /api/v1/session"] = new(Access.Users, HttpStatusCode.NoContent),
        ["POST /api/v1/investigations"] = new(Access.Users, HttpStatusCode.Created, """{"title":"new"}"""),
        ["GET /api/v1/investigations"] = new(Access.Users, HttpStatusCode.OK),
        ["POST /api/v1/investigations/{id}/runs"] = new(Access.Members, HttpStatusCode.Created, """{"name":"run"}"""),
        ["GET /api/v1/investigation-state/{id}"] = new(Access.Members, HttpStatusCode.OK, IsConditional: true),
        ["PATCH /api/v1/investigation-state/{id}"] = new(Access.Members, HttpStatusCode.OK, "{}", IfMatch: "*"),
        ["GET /api/v1/investigation-state/{id}/version"] = new(Access.Members, HttpStatusCode.OK, IsConditional: true),
        ["GET /api/v1/investigation-state/{id}/version-history"] = new(Access.Members, HttpStatusCode.OK),
        ["GET /api/v1/investigations/{id}/events"] = new(Access.Members, HttpStatusCode.OK, IsConditional: true),
        ["POST /api/v1/investigations/{id}/events"] = new(Access.Members, HttpStatusCode.OK, """{"id":"same","type":"t"}"""),
        ["GET /api/v1/investigations/{id}/events/performance"] = new(Access.Members, HttpStatusCode.OK, Query: "?samples=1"),
        ["GET /api/v1/investigations/{id}/runs/{runId}/stream"] = new(Access.Members, HttpStatusCode.OK),
        ["GET /api/v1/investigations/{id}/streaming-options"] = new(Access.Members, HttpStatusCode.OK),
        ["GET /api/v1/rate-limit/status"] = new(Access.Users, HttpStatusCode.OK),
        ["GET /api/v1/rate-limit/config"] = new(Access.Users, HttpStatusCode.OK),
        ["GET /api/v1/rate-limit/test-limit"] = new(Access.Users, HttpStatusCode.OK),
        ["POST /api/v1/rate-limit/test-limit"] = new(Access.Users, HttpStatusCode.OK),
        ["GET /api/v1/rate-limit/headers-example"] = new(Access.Users, HttpStatusCode.OK),
        ["GET /api/v1/multi-tab/investigations/{id}/state"] = new(Access.Members, HttpStatusCode.OK, IsConditional: true),
        ["GET /api/v1/multi-tab/investigations/{id}/events"] = new(Access.Members, HttpStatusCode.OK, IsConditional: true),
        ["POST /api/v1/multi-tab/investigations/{id}/validate-multi-tab"] = new(Access.Members, HttpStatusCode.OK, Query: "?num_tabs=2"),
        ["GET /api/v1/multi-tab/configuration"] = new(Access.Users, HttpStatusCode.OK),
        ["GET /healthz"] = new(Access.Anybody, HttpStatusCode.OK),
        ["GET /readyz"] = new(Access.Anybody, HttpStatusCode.OK),
        ["GET /openapi/{documentName}.json"] = new(Access.Anybody, HttpStatusCode.OK),
    };

    public bool Admits(Caller caller) => Access switch
    {
        Access.Anybody => true,
        Access.Users => caller != Caller.Anonymous,
        _ => caller is Caller.Member or Caller.Admin,
    };

    /// <summary>A stranger is told that there is nothing; who does not say who they are is asked to.</summary>
    public HttpStatusCode AnswerTo(Caller caller) =>
        Admits(caller) ? Success : caller == Caller.Anonymous ? HttpStatusCode.Unauthorized : HttpStatusCode.NotFound;
}

/// <summary>Whom an endpoint is for.</summary>
internal enum Access
{
    Anybody,
    Users,
    Members,
}
