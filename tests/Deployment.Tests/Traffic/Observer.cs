using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Investigations.Deployment.Tests;

/// <summary>Writes down each request of one client.</summary>
internal sealed class Observer(string actor, Traffic traffic) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        var from = traffic.Now;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            var to = traffic.Now;
            traffic.Add(Of(request, from, to, (int)response.StatusCode, await CodeAsync(response, cancellationToken), response));
            return response;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested || exception is not OperationCanceledException)
        {
            traffic.Add(Of(request, from, traffic.Now, 0, exception.GetType().Name, null));
            throw;
        }
    }

    private Exchange Of(HttpRequestMessage request, TimeSpan from, TimeSpan to, int status, string? code, HttpResponseMessage? response) => new(
        actor, request.Method.Method, request.RequestUri!.AbsolutePath, from, to, status, code,
        response?.Headers.RetryAfter?.Delta?.TotalSeconds,
        response is not null && response.Headers.TryGetValues("X-RateLimit-Reset", out var reset) ? long.Parse(reset.Single(), CultureInfo.InvariantCulture) : null);

    private static async Task<string?> CodeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
        {
            return null;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return "no problem document";
        }

        using var problem = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellationToken));
        return problem.RootElement.GetProperty("code").GetString();
    }
}
