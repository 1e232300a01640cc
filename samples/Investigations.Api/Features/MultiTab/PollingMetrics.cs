using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.MultiTab;

/// <summary>Counts polls by how they were answered.</summary>
internal sealed class PollingMetrics(IMeterFactory meters, IOptions<PollingOptions> options)
{
    public const string MeterName = "Investigations.Api.Polling";

    private readonly Counter<long>? _polls = options.Value.EnableMetrics
        ? meters.Create(MeterName).CreateCounter<long>("investigations.polling.polls", "{poll}", "Polls by outcome.")
        : null;

    public void Answered(int status) => Count(status switch
    {
        StatusCodes.Status200OK => "changed",
        StatusCodes.Status304NotModified => "unchanged",
        _ => "error",
    });

    public void Failed() => Count("error");

    public void Refused() => Count("too_many");

    private void Count(string outcome) => _polls?.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
