using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Investigations.Api.Hosting;

internal static class Telemetry
{
    /// <summary>
    /// Sends metrics, traces and logs to an OpenTelemetry collector where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. The other
    /// standard variables (protocol, headers, service name, sampler) are understood too.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("investigations").AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter("Investigations.*", "Microsoft.AspNetCore.*", "System.Runtime", "Npgsql"))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource("Investigations.*", "Npgsql"))
            .WithLogging()
            .UseOtlpExporter();
    }
}
