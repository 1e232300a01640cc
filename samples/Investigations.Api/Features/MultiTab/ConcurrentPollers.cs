using System.Threading.RateLimiting;
using Investigations.Api.Features.Authentication;
using Investigations.Api.Features.Investigations;
using Investigations.Api.Http;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.MultiTab;

/// <summary>Bounds how many polls of one user on one investigation are in flight: tabs that wait hold a connection each.</summary>
internal sealed class ConcurrentPollers(IOptions<PollingOptions> options, PollingMetrics metrics) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<(string User, string Investigation)> _inFlight =
        PartitionedRateLimiter.Create<(string User, string Investigation), (string, string)>(who => RateLimitPartition.GetConcurrencyLimiter(
            who, _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.MaxConcurrentPollers }));

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var lease = _inFlight.AttemptAcquire((context.User.UserId(), context.InvestigationId()));
        if (!lease.IsAcquired)
        {
            metrics.Refused();
            throw new ApiProblemException(StatusCodes.Status429TooManyRequests, "too_many_pollers",
                $"At most {options.Value.MaxConcurrentPollers} polls of one user on one investigation may be in flight.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        try
        {
            await next(context);
        }
        catch when (!context.RequestAborted.IsCancellationRequested)
        {
            metrics.Failed();
            throw;
        }

        metrics.Answered(context.Response.StatusCode);
    }

    public ValueTask DisposeAsync() => _inFlight.DisposeAsync();
}

internal static class ConcurrentPollersExtensions
{
    /// <summary>Wraps the endpoint around everything else it does, a conditional answer included.</summary>
    public static TBuilder LimitConcurrentPollers<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            var pollers = endpoint.ApplicationServices.GetRequiredService<ConcurrentPollers>();
            endpoint.RequestDelegate = context => pollers.InvokeAsync(context, next);
        });
        return builder;
    }
}
