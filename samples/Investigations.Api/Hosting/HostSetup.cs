using Investigations.Api.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Hosting;

internal static class HostSetup
{
    public const string DefaultAddress = "http://localhost:8090";

    /// <summary>Where the host listens, what it accepts, and how fast it stops.</summary>
    public static void ConfigureServer(this WebApplicationBuilder builder)
    {
        var configured = builder.Configuration["urls"] ?? builder.Configuration["http_ports"] ?? builder.Configuration["https_ports"];
        if (configured is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.Services.AddSingleton<IConfigureOptions<ServerOptions>, ServerSettings>();
        builder.Services.AddOptions<ServerOptions>().ValidateOnStart();
        builder.WebHost.ConfigureKestrel(ServerLimits.Set);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.TryAddSingleton(TimeProvider.System);
    }

    /// <summary>Errors as problem documents, JSON in snake_case, times with milliseconds.</summary>
    public static void AddApiConventions(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ApiProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Converters.Add(new Rfc3339Converter());
        });
    }

    /// <summary>Whether a setting does not parse or is out of its range; each that is gets one line.</summary>
    public static bool RefusesItsSettings(this WebApplication app)
    {
        try
        {
            app.Services.GetService<IStartupValidator>()?.Validate();
            return false;
        }
        catch (OptionsValidationException invalid)
        {
            Explain(invalid.Failures);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(e => e is OptionsValidationException))
        {
            Explain(several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(invalid => invalid.Failures));
        }

        return true;
    }

    public static void Explain(IEnumerable<string> failures)
    {
        foreach (var failure in failures.Distinct(StringComparer.Ordinal))
        {
            Console.Error.WriteLine(failure);
        }
    }
}
