using Investigations.Api.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.Transfer;

internal static class TransferHost
{
    /// <summary>Adds what carries out a verb, where one is given. Its output is data: what is logged meanwhile goes to the error output.</summary>
    public static void AddTransfer(this WebApplicationBuilder builder, string[] args)
    {
        if (TransferCommand.IsGiven(args))
        {
            builder.Services.AddSingleton<EventImport>().AddSingleton<EventExport>();
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }
    }

    /// <summary>Carries out a verb instead of serving; 0 when all went well, 1 when something was refused, 2 for a wrong call.</summary>
    public static async Task<int> TransferAsync(this WebApplication app, string[] args)
    {
        await using var services = app;
        if (TransferCommand.Parse(args, Console.Error) is not { } command)
        {
            return 2;
        }

        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };

        try
        {
            return await command.RunAsync(app.Services, Console.Out, Console.Error, interrupted.Token);
        }
        catch (OptionsValidationException invalid)
        {
            HostSetup.Explain(invalid.Failures);
            return 1;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return 1;
        }
    }
}
