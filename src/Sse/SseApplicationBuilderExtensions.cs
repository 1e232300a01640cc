using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse;

/// <summary>Adds the streams' middleware.</summary>
public static class SseApplicationBuilderExtensions
{
    /// <summary>
    /// Turns streams away before anything is done for them when there is no room or the host is stopping. Put it after routing
    /// and before what is costly. Streams are admitted by the result in any case; without this, after the handler has run.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <exception cref="InvalidOperationException"><see cref="SseServiceCollectionExtensions.AddSse"/> was not called.</exception>
    public static IApplicationBuilder UseSse(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var engine = app.ApplicationServices.GetService<SseEngine>()
            ?? throw new InvalidOperationException(
                $"Streams need services. Call 'services.{nameof(SseServiceCollectionExtensions.AddSse)}()' where the application is set up.");
        return app.Use(next => new AdmissionMiddleware(next, engine).InvokeAsync);
    }
}
