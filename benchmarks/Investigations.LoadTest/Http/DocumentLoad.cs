using System.Net;

namespace Investigations.LoadTest;

/// <summary>Requests to one server, of two kinds in turn.</summary>
internal static class DocumentLoad
{
    private const int Connections = 16;
    private const string Body = """{"title":"a title","status":"IN_PROGRESS"}""";

    /// <summary>Polls answered in full, then polls answered 304, by clients that cost next to nothing.</summary>
    public static Contest Polls(ServerProcess server, int turns)
    {
        using var full = new RequestClients(server.Port, Connections, Poll(2), HttpStatusCode.OK);
        using var unchanged = new RequestClients(server.Port, Connections, Poll(3), HttpStatusCode.NotModified);
        Console.WriteLine($"polls of 18 KB, {Connections} connections, {turns} turns of 1 s");
        return Contest.Run([new("200", server, full), new("304", server, unchanged)], turns);
    }

    /// <summary>
    /// The same by clients as applications write them: answered in full from the store, 304, answered in full from memory, and an endpoint
    /// that does nothing.
    /// </summary>
    public static Contest Tabs(ServerProcess server, int turns)
    {
        using var full = new Tabs(server.Port, Connections, "/document", "\"2\"", HttpStatusCode.OK);
        using var unchanged = new Tabs(server.Port, Connections, "/document", "\"3\"", HttpStatusCode.NotModified);
        using var fromMemory = new Tabs(server.Port, Connections, "/document-in-memory", "\"2\"", HttpStatusCode.OK);
        using var nothing = new Tabs(server.Port, Connections, "/nothing", "\"3\"", HttpStatusCode.NoContent);
        Console.WriteLine($"the same by {nameof(HttpClient)}");
        return Contest.Run(
            [new("200", server, full), new("304", server, unchanged), new("from memory", server, fromMemory), new("nothing", server, nothing)], turns);
    }

    /// <summary>Writes without protection, then protected ones.</summary>
    public static Contest Writes(ServerProcess server, int turns)
    {
        using var bare = new RequestClients(server.Port, Connections, Patch("unprotected"), HttpStatusCode.OK);
        using var safe = new RequestClients(server.Port, Connections, Patch("protected"), HttpStatusCode.OK);
        Console.WriteLine($"PATCH, {Connections} connections, {turns} turns of 1 s");
        return Contest.Run([new("unprotected", server, bare), new("protected", server, safe)], turns);
    }

    private static string Poll(int version) => $"GET /document HTTP/1.1\nHost: localhost\nIf-None-Match: \"{version}\"\n\n";

    private static string Patch(string path) =>
        $"PATCH /{path} HTTP/1.1\nHost: localhost\nIf-Match: \"3\"\nContent-Type: application/json\nContent-Length: {Body.Length}\n\n{Body}";
}
