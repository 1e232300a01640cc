using System.Diagnostics.Metrics;
using System.Security.Claims;
using Investigations.Api.Features.MultiTab;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.Samples.Tests.Observability;

public sealed class PollingMetricsTests : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentPollers _pollers;
    private readonly List<string?> _outcomes = [];
    private readonly DefaultHttpContext _poll = new()
    {
        User = new(new ClaimsIdentity([new Claim("sub", "alice")])),
        Request = { RouteValues = { ["id"] = "1" } },
    };

    public PollingMetricsTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        var options = Options.Create(new PollingOptions { MaxConcurrentPollers = 1 });
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _outcomes.Add((string?)tags[0].Value));
        _listener.Start();
        _pollers = new(options, new PollingMetrics(factory, options));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _pollers.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData(StatusCodes.Status200OK, "changed")]
    [InlineData(StatusCodes.Status304NotModified, "unchanged")]
    [InlineData(StatusCodes.Status503ServiceUnavailable, "error")]
    public async Task Poll_ThatIsAnswered_CountsByItsStatus(int status, string outcome)
    {
        await _pollers.InvokeAsync(_poll, context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        Assert.Equal([outcome], _outcomes);
    }

    [Fact]
    public async Task Poll_ThatThrows_CountsAsAnError()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => _pollers.InvokeAsync(_poll, _ => throw new TimeoutException()));

        Assert.Equal(["error"], _outcomes);
    }

    [Fact]
    public async Task Poll_WhoseClientIsGone_CountsAsNothing()
    {
        _poll.RequestAborted = new CancellationToken(canceled: true);

        await Assert.ThrowsAsync<OperationCanceledException>(() => _pollers.InvokeAsync(_poll, _ => throw new OperationCanceledException()));

        Assert.Empty(_outcomes);
    }

    [Fact]
    public async Task Poll_BeyondTheLimit_CountsAsOneTooMany()
    {
        await _pollers.InvokeAsync(_poll, async context =>
            await Assert.ThrowsAnyAsync<Exception>(() => _pollers.InvokeAsync(context, static _ => Task.CompletedTask)));

        Assert.Equal(["too_many", "changed"], _outcomes);
    }
}
