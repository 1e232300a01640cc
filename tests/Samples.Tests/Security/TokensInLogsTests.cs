using Investigations.Samples.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.Samples.Tests.Security;

/// <summary>The reader of the run's logs finds what it is there to find. That it finds nothing is asserted at the end of every run.</summary>
public sealed class TokensInLogsTests
{
    [Fact]
    public async Task Reader_OfLogs_KnowsATokenWhenItSeesOne()
    {
        await using var api = new ApiFactory();

        Assert.True(LogsOfTheRun.HoldsToken($"before {api.Token("alice")} after"));
        Assert.All(ForgedToken.All.Where(token => token.Value != "garbage"), token => Assert.True(LogsOfTheRun.HoldsToken(token.Value), token.Key));
        Assert.False(LogsOfTheRun.HoldsToken("GET /api/v1/investigations 200"));
        Assert.True(api.Services.GetRequiredService<ILoggerFactory>().CreateLogger("any").IsEnabled(LogLevel.Debug));
    }

    [Fact]
    public async Task Process_LoggingEverything_PrintsNoTokenThatItWasSent()
    {
        await using var host = ApiProcess.StartWith(
            [.. ApiProcessClient.Serving, ("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Microsoft.AspNetCore", "Trace")]);
        using var client = await host.ClientAsync();
        var token = await client.DevelopmentTokenAsync("alice");
        var id = await client.WithBearer(token).CreateInvestigationAsync();
        client.DefaultRequestHeaders.Authorization = null;
        foreach (var sent in ForgedToken.All.Values.Append(token))
        {
            await client.FetchAsync("/api/v1/investigations", ("Authorization", $"Bearer {sent}"));
            await client.FetchAsync($"/api/v1/investigation-state/{id}", ("Cookie", $"investigations_session={sent}"));
            await client.PatchAsync(id, "\"9\"", "{}");
            await client.PostAsync("/api/v1/session", "", ("Authorization", $"Bearer {sent}"));
        }

        Assert.True(host.Output.Count > 100, $"{host.Output.Count} lines");
        Assert.DoesNotContain(host.Output.Concat(host.Errors), LogsOfTheRun.HoldsToken);
    }
}
