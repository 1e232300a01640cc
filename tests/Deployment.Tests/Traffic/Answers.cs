using System.Net;

namespace Investigations.Deployment.Tests;

/// <summary>What clients make of answers.</summary>
internal static class Answers
{
    /// <summary>Whether it is worth trying again later: the store is down, or the node went away.</summary>
    public static bool IsTrouble(this HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    /// <summary>Whether a connection broke, as one does whose node dies.</summary>
    public static bool IsBroken(Exception exception) => exception is HttpRequestException or IOException;

    /// <summary>As long as the answer asks for, else a moment.</summary>
    public static Task PauseAsync(HttpResponseMessage? response, CancellationToken cancellationToken) =>
        Task.Delay(response?.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(250), cancellationToken);
}
