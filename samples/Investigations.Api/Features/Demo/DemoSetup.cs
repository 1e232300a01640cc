using Microsoft.Extensions.Configuration;

namespace Investigations.Api.Features.Demo;

internal static class DemoSetup
{
    /// <summary>Adds the demo run where somebody develops; <c>Demo:Enabled=false</c> leaves it out.</summary>
    public static void AddDemoRun(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment() && builder.Configuration.GetValue("Demo:Enabled", defaultValue: true))
        {
            builder.Services.AddSingleton<DemoWelcome>();
            builder.Services.AddHostedService<DemoRun>();
        }
    }
}
